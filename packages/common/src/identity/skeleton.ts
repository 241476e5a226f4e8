import { confusables } from './confusables.ts'

/** What is read as one: digits as letters, and pairs that close up on a screen. */
const pairs: readonly (readonly [RegExp, string])[] = [
  [/[1i|]/g, 'l'],
  [/0/g, 'o'],
  [/5/g, 's'],
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
]

/**
 * What a name looks like: names that a hurried reader takes for each other have the same one. Compatibility forms, case,
 * accents, spaces, punctuation and invisible characters do not count, letters of other scripts count as the Latin ones that
 * they resemble.
 * @returns empty for a name of which nothing can be seen
 */
export function nameSkeleton(name: string): string {
  // Before each step, for each may turn a character into one that looks otherwise.
  const forms = latin(latin(name).normalize('NFKD'))
  const plain = latin(forms.toLowerCase().normalize('NFKD'))
  const visible = plain.replaceAll(/[\p{M}\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/gu, '')
  const letters = visible.replaceAll(/[^\p{L}\p{N}|]/gu, '')
  // A name of emoji or punctuation alone is compared as it is.
  if (letters === '') return visible
  return pairs.reduce((text, [from, to]) => text.replaceAll(from, to), letters)
}

function latin(text: string): string {
  return Array.from(text, (character) => confusables.get(character) ?? character).join('')
}
