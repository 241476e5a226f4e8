import { useState } from 'react'
import { Select } from '../components/select.tsx'
import { text } from '../text/text.ts'
import { chooseTheme, chosenTheme, type Theme, themes } from './theme.ts'

/** The choice of light or dark colours. */
export function ThemeSelect() {
  const [theme, setTheme] = useState(chosenTheme)
  const choose = (chosen: Theme) => {
    chooseTheme(chosen)
    setTheme(chosen)
  }
  return (
    <Select
      aria-label={text.shell.theme.label}
      value={theme}
      onChange={({ target }) => choose(target.value as Theme)}
    >
      {themes.map((name) => (
        <option key={name} value={name}>
          {text.shell.theme[name]}
        </option>
      ))}
    </Select>
  )
}
