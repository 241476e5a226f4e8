import { type Hex, keccak256, toHex } from 'viem'

type Header = Readonly<Record<string, unknown>>

/** Of Arbitrum's blocks so many come for each one of L1; only the first has transactions here. */
const blocksPerL1Block = 3
/** The first block of the chain behind the endpoint, which counts as L1 does. */
export const firstL1Block = 20_000_000
const firstL2Block = 300_000_000

/** The block of Arbitrum's kind that a block of the chain behind the endpoint is shown as. */
export function toL2(l1: number): number {
  return firstL2Block + (l1 - firstL1Block) * blocksPerL1Block
}

/** The last one, with the empty ones behind it. */
export function headOf(l1: number): number {
  return toL2(l1 + 1) - 1
}

/** The newest block of the chain behind the endpoint that a block of Arbitrum's kind has seen; none before the first. */
export function toL1(l2: number): number | undefined {
  return l2 < firstL2Block ? undefined : firstL1Block + Math.floor((l2 - firstL2Block) / blocksPerL1Block)
}

/** The first block of the chain behind the endpoint that is no older than a block of Arbitrum's kind. */
export function toL1AtLeast(l2: number): number {
  return firstL1Block + Math.max(0, Math.ceil((l2 - firstL2Block) / blocksPerL1Block))
}

/** How a header looks on Arbitrum; `l2` is its own block or one of the empty ones that follow it. */
export function l2Header(header: Header, l2: number): Header {
  const l1 = Number(header['number'])
  const behind = l2 - toL2(l1)
  const hash = String(header['hash']) as Hex
  const shown = { ...header, number: toHex(l2), l1BlockNumber: toHex(l1) }
  if (behind === 0)
    return { ...shown, parentHash: emptyHash(String(header['parentHash']) as Hex, blocksPerL1Block - 1) }
  return {
    ...shown,
    hash: emptyHash(hash, behind),
    parentHash: emptyHash(hash, behind - 1),
    logsBloom: toHex(0, { size: 256 }),
    transactions: [],
  }
}

function emptyHash(hash: Hex, behind: number): Hex {
  return behind === 0 ? hash : keccak256(`${hash}${behind.toString(16).padStart(2, '0')}`)
}

/** An answer with the block numbers in it as Arbitrum has them. */
export function withL2Numbers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withL2Numbers)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key === 'blockNumber' && typeof part === 'string' ? toHex(toL2(Number(part))) : withL2Numbers(part),
    ]),
  )
}
