// Runs before the first paint, so that a dark room sees no white flash; web/ui/theme.tsx keeps the choice.
try {
  const theme = localStorage.getItem('rangebook.theme')
  if (theme === 'light' || theme === 'dark' || theme === 'sun') document.documentElement.dataset.theme = theme
} catch {
  // Storage is forbidden here: the device's own theme.
}
