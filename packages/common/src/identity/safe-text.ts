/** What a text may be like when it is shown. */
interface TextBounds {
  /** Most characters (code points). */
  readonly maxLength: number
  /** Most lines; 1 unless given. */
  readonly maxLines?: number
}

// Controls, formats (bidirectional ones, zero-width ones, tags), private and unassigned characters, lone surrogates.
const unseen = /[\p{C}\p{Default_Ignorable_Code_Point}]/gu
/** Marks that pile up until they cover other lines. */
const piles = /(\p{M}{2})\p{M}+/gu

/**
 * Makes a text of a stranger fit to be shown as text: in one direction, in few lines, without what cannot be seen.
 * Markup is not touched, since whoever shows it must not take it for such.
 * @returns empty if nothing of it can be seen
 */
export function safeText(text: string, { maxLength, maxLines = 1 }: TextBounds): string {
  const lines = text
    .normalize('NFC')
    .split(maxLines > 1 ? /\r\n|[\n\r\u2028\u2029]/ : /(?!)/)
    .map((line) => line.replaceAll(/\s/gu, ' ').replaceAll(unseen, '').replaceAll(piles, '$1'))
    .map((line) => line.replaceAll(/ +/g, ' ').trim())
    .filter((line) => line !== '')
  return shorten(lines.slice(0, maxLines).join('\n'), maxLength)
}

/** @returns whether a text is shown as it was written, whitespace at the ends aside */
export function isSafeText(text: string, bounds: TextBounds): boolean {
  const written = text.normalize('NFC').trim().replaceAll('\r\n', '\n')
  return safeText(text, bounds) === written
}

/** Without cutting a character into halves; the last one says that there was more. */
function shorten(text: string, maxLength: number): string {
  const characters = [...text]
  return characters.length <= maxLength
    ? text
    : `${characters
        .slice(0, maxLength - 1)
        .join('')
        .trimEnd()}…`
}
