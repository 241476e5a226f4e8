/** PostgreSQL keeps no zero characters in text, while anybody may put them into a reason. */
export function printable(text: string): string {
  return text.replaceAll('\0', '�')
}
