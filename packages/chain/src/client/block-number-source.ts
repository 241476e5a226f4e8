import type { Hex } from '@millrace/crypto'
import { L1BlockNumberMissingError } from '../errors.ts'

/** The fields of a header that JSON-RPC gives and this package reads. */
export interface RawHeader {
  readonly number: Hex
  readonly l1BlockNumber?: Hex | undefined
}

export type BlockNumberKind = 'own' | 'l1-header'

/**
 * The one place that knows which block number the protocol counts in. On Arbitrum `block.number` inside a contract is
 * an estimate of L1's, which headers carry as `l1BlockNumber`; elsewhere it is the header's own number.
 */
export interface BlockNumberSource {
  readonly kind: BlockNumberKind
  /**
   * Latest block number that rounds and expiry count in.
   * @throws {L1BlockNumberMissingError} when headers carry no L1 number and the source needs one.
   */
  latest(): Promise<bigint>
}

/** Arbitrum One, Nova, Sepolia. */
const arbitrumChainIds: ReadonlySet<number> = new Set([42_161, 42_170, 421_614])

/** Chosen by the setting, or by chain id when that is `auto`. */
export function blockNumberKind(
  chainId: number,
  setting: BlockNumberKind | 'auto' = 'auto',
): BlockNumberKind {
  if (setting !== 'auto') return setting
  return arbitrumChainIds.has(chainId) ? 'l1-header' : 'own'
}

export function createBlockNumberSource(
  kind: BlockNumberKind,
  { latestHeader }: { latestHeader: () => Promise<RawHeader> },
): BlockNumberSource {
  const ofHeader = kind === 'own' ? ownNumber : l1Number
  return { kind, latest: async () => ofHeader(await latestHeader()) }
}

function ownNumber(header: RawHeader): bigint {
  return BigInt(header.number)
}

function l1Number(header: RawHeader): bigint {
  if (header.l1BlockNumber === undefined) throw new L1BlockNumberMissingError({ blockNumber: header.number })
  return BigInt(header.l1BlockNumber)
}
