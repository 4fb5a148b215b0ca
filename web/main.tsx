import './ui/base.css'

const root = document.getElementById('root')
if (root) root.textContent = 'Rangebook'
