import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isSameItem } from './abi-text.ts'

/** A wanted difference between a live contract's ABI and ours. */
interface Difference {
  readonly reason: string
  /** Items of the live contract that ours lacks. */
  readonly missing?: readonly string[]
  /** Items of ours that the live contract lacks. */
  readonly added?: readonly string[]
  /** Items that are in both, but not the same. */
  readonly changed?: readonly { readonly live: string; readonly ours: string }[]
}

/** What clients of the live network expect of one contract. */
export interface GoldenContract {
  /** Name of the generated file. */
  readonly generated: string
  readonly live: readonly string[]
  readonly differences: readonly Difference[]
}

/** golden/abi.json */
export interface GoldenAbi {
  /** Why errors of ours that the live contract lacks need not be listed one by one. */
  readonly errors: string
  /** Contracts of ours that the live protocol has not, by the name of the generated file, with the reason. */
  readonly ours: Readonly<Record<string, string>>
  /** By the live contract's name. */
  readonly contracts: Readonly<Record<string, GoldenContract>>
}

/** Reads golden/abi.json. */
export function readGoldenAbi(): GoldenAbi {
  return JSON.parse(readFileSync(join(import.meta.dirname, '../golden/abi.json'), 'utf8'))
}

/**
 * Compares a contract of ours with the live one, both ways.
 * @param built items of ours, as abiText writes them
 * @returns a sentence for each difference that is not listed, and for each listed one that is none
 */
export function problemsOf({ live, differences }: GoldenContract, built: readonly string[]): string[] {
  const missing = differences.flatMap((one) => one.missing ?? [])
  const added = differences.flatMap((one) => one.added ?? [])
  const changed = differences.flatMap((one) => one.changed ?? [])
  const gone = live.filter((item) => !built.some((ours) => isSameItem(item, ours)))
  const more = built.filter((ours) => !live.some((item) => isSameItem(item, ours)))
  const listedGone = [...missing, ...changed.map((one) => one.live)]
  const listedMore = [...added, ...changed.map((one) => one.ours)]
  return [
    ...without(gone, listedGone).map((item) => `missing, and not listed: ${item}`),
    ...without(listedGone, gone).map((item) => `listed as missing or changed, but is as live: ${item}`),
    ...without(more, listedMore)
      .filter((item) => !item.startsWith('error '))
      .map((item) => `added, and not listed: ${item}`),
    ...without(listedMore, more).map(
      (item) => `listed as added or changed, but is not in the build: ${item}`,
    ),
    ...differences.filter(({ reason }) => reason.trim() === '').map(() => 'a difference without a reason'),
  ]
}

function without(items: readonly string[], others: readonly string[]): string[] {
  return items.filter((item) => !others.includes(item))
}
