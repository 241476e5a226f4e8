import { type ParameterName, parameter } from '@millrace/chain/protocol'

/** A line for each parameter: what it is, and in which unit. */
export function parameterHelp(names: readonly ParameterName[]): string {
  const width = Math.max(...names.map(({ length }) => length))
  return names
    .map((name) => {
      const { unit, about, setBy } = parameter(name)
      const how = setBy === 'treasury' ? ' Changed by treasury proposals.' : ''
      return `  ${name.padEnd(width)}  ${about} In ${unit}.${how}\n`
    })
    .join('')
}
