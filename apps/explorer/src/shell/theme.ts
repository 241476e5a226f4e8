export const themes = ['system', 'light', 'dark'] as const

/** Colours of the pages: those of the system, or one of two. */
export type Theme = (typeof themes)[number]

const place = 'theme'

/** The theme that was chosen in this browser. */
export function chosenTheme(): Theme {
  const chosen = localStorage.getItem(place)
  return themes.find((theme) => theme === chosen) ?? 'system'
}

/** Colours follow `color-scheme`, so that is all there is to set. */
export function applyTheme(theme: Theme): void {
  document.documentElement.style.colorScheme = theme === 'system' ? '' : theme
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(place, theme)
  applyTheme(theme)
}
