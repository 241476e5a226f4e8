/** Labels and values below each other; those without a value are left out. */
export function factLines(facts: readonly (readonly [label: string, value: string | undefined])[]): string[] {
  const shown = facts.filter(([, value]) => value !== undefined)
  const width = Math.max(...shown.map(([label]) => label.length))
  return shown.map(([label, value]) => `${label.padEnd(width)}  ${value}`)
}
