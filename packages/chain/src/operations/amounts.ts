import { AmountFormatError } from './errors.ts'

/** Decimal places of each unit, by its names in lower case. */
const etherUnits: ReadonlyMap<string, number> = new Map([
  ['wei', 0],
  ['gwei', 9],
  ['ether', 18],
  ['eth', 18],
])
const tokenUnits: ReadonlyMap<string, number> = new Map([
  ['wei', 0],
  ['token', 18],
  ['tokens', 18],
  ['lpt', 18],
])

const uint256Limit = 2n ** 256n

/**
 * An amount of ether in wei: `1.5 ether`, `20 gwei`, `1 wei`. A number without a unit is refused, for it could be meant
 * either way.
 * @throws {AmountFormatError}
 */
export function parseEtherAmount(text: string): bigint {
  return parseAmount(text, etherUnits)
}

/**
 * An amount of the protocol's token in its smallest unit: `100 LPT`, `0.5 tokens`, `1 wei`.
 * @param symbol of the deployment's token, taken beside LPT.
 * @throws {AmountFormatError}
 */
export function parseTokenAmount(text: string, { symbol }: { symbol?: string } = {}): bigint {
  const own = symbol?.toLowerCase()
  const isAmbiguous = own === undefined || etherUnits.has(own)
  return parseAmount(text, isAmbiguous ? tokenUnits : new Map([...tokenUnits, [own, 18]]))
}

function parseAmount(text: string, units: ReadonlyMap<string, number>): bigint {
  const known = [...units.keys()].join(', ')
  const match = /^\s*(\d{1,78})(?:\.(\d{1,78}))?\s*([A-Za-z]\w*)?\s*$/.exec(text)
  if (!match)
    throw new AmountFormatError({ text, problem: `write it like “1.5 ${[...units.keys()].at(-1)}”` })
  const [, whole = '', fraction = '', unit] = match
  if (unit === undefined)
    throw new AmountFormatError({ text, problem: `its unit is missing (one of ${known})` })
  const places = units.get(unit.toLowerCase())
  if (places === undefined)
    throw new AmountFormatError({ text, problem: `${unit} is not one of the units ${known}` })
  const significant = fraction.replace(/0+$/, '')
  if (significant.length > places)
    throw new AmountFormatError({ text, problem: `${unit} has ${places} decimal places at most` })
  const amountWei = BigInt(whole + significant.padEnd(places, '0'))
  if (amountWei >= uint256Limit) throw new AmountFormatError({ text, problem: 'it is too large' })
  return amountWei
}

/**
 * A share in parts per million, exact: `12.5%` → 125000n.
 * @throws {AmountFormatError}
 */
export function parsePercent(text: string): bigint {
  const match = /^\s*(\d{1,3})(?:\.(\d{1,4}))?\s*%?\s*$/.exec(text)
  if (!match) throw new AmountFormatError({ text, problem: 'write it in percent, like “12.5%”' })
  const [, whole = '', fraction = ''] = match
  const ppm = BigInt(whole + fraction.padEnd(4, '0'))
  if (ppm > 1_000_000n) throw new AmountFormatError({ text, problem: 'a share is 100% at most' })
  return ppm
}
