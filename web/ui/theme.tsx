import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react'

/** The device's own, never synced. system: light or dark as the device has it. */
export const themes = ['system', 'light', 'dark', 'sun'] as const
export type Theme = (typeof themes)[number]

/** index.html reads the same key before the first paint. */
export const THEME_KEY = 'rangebook.theme'

interface ThemeChoice {
  readonly theme: Theme
  readonly setTheme: (theme: Theme) => void
}
const ThemeContext = createContext<ThemeChoice>({ theme: 'system', setTheme: () => {} })
export const useTheme = (): ThemeChoice => useContext(ThemeContext)

function kept(): Theme {
  const value = localStorage.getItem(THEME_KEY)
  return themes.find(theme => theme === value) ?? 'system'
}

export function ThemeProvider({ children }: { readonly children: ReactNode }) {
  const [theme, setTheme] = useState(kept)
  useEffect(() => {
    localStorage.setItem(THEME_KEY, theme)
    if (theme === 'system') delete document.documentElement.dataset['theme']
    else document.documentElement.dataset['theme'] = theme
    // The browser's own bar takes the paper's colour, as it stands now.
    const paint = () => {
      const paper = getComputedStyle(document.documentElement).backgroundColor
      document.querySelector('meta[name="theme-color"]')?.setAttribute('content', paper)
    }
    paint()
    const dark = matchMedia('(prefers-color-scheme: dark)')
    dark.addEventListener('change', paint)
    return () => dark.removeEventListener('change', paint)
  }, [theme])
  // Another tab chose.
  useEffect(() => {
    const follow = (event: StorageEvent) => {
      if (event.key === THEME_KEY) setTheme(kept())
    }
    addEventListener('storage', follow)
    return () => removeEventListener('storage', follow)
  }, [])
  const choice = useMemo(() => ({ theme, setTheme }), [theme])
  return <ThemeContext value={choice}>{children}</ThemeContext>
}
