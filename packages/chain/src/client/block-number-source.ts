/** What a block header says, as far as this package needs it. */
export interface BlockHeader {
  readonly number: bigint
  readonly hash: `0x${string}`
  readonly parentHash: `0x${string}`
  /** Seconds since the Unix epoch. */
  readonly timestamp: bigint
  /** The block number that rounds and ticket expiry count in: L1's on Arbitrum, the chain's own elsewhere. */
  readonly protocolNumber: bigint
}

/**
 * The one place that knows which block number the protocol counts in. On Arbitrum `block.number` inside a contract is
 * an estimate of L1's, which headers carry as `l1BlockNumber`; elsewhere it is the header's own number.
 */
export interface BlockNumberSource {
  readonly kind: 'own' | 'l1-header'
  /** Latest block number that rounds and expiry count in. */
  latest(): Promise<bigint>
  /** The same number of a header as JSON-RPC gives it. */
  ofHeader(header: RawHeader): bigint
}

export interface RawHeader {
  readonly number: `0x${string}`
  readonly l1BlockNumber?: `0x${string}` | undefined
}
