import { type Hex, hexToBytes } from '@millrace/crypto'
import type { PublicClient } from 'viem'
import type { Contracts } from '../client/contracts.ts'
import type { RoundInfo, RoundReads, TicketRound } from './rounds.ts'

/** Reads of the RoundsManager, each in one round trip when a multicall is there. */
export class RoundsReader implements RoundReads {
  readonly #client: PublicClient
  readonly #contract: Contracts['roundsManager']

  constructor({ client, contracts }: { client: PublicClient; contracts: Contracts }) {
    this.#client = client
    this.#contract = contracts.roundsManager
  }

  async current(): Promise<RoundInfo> {
    const contract = this.#contract
    const [number, isInitialized, isLocked, lastInitialized, startBlock, lengthBlocks] = await Promise.all([
      this.#client.readContract({ ...contract, functionName: 'currentRound' }),
      this.#client.readContract({ ...contract, functionName: 'currentRoundInitialized' }),
      this.#client.readContract({ ...contract, functionName: 'currentRoundLocked' }),
      this.#client.readContract({ ...contract, functionName: 'lastInitializedRound' }),
      this.#client.readContract({ ...contract, functionName: 'currentRoundStartBlock' }),
      this.#client.readContract({ ...contract, functionName: 'roundLength' }),
    ])
    return { number, isInitialized, isLocked, lastInitialized, startBlock, lengthBlocks }
  }

  blockHashForRound(round: bigint): Promise<Hex> {
    return this.#client.readContract({ ...this.#contract, functionName: 'blockHashForRound', args: [round] })
  }

  async ticketRound(): Promise<TicketRound | undefined> {
    const contract = this.#contract
    const last = await this.#client.readContract({ ...contract, functionName: 'lastInitializedRound' })
    if (last === 0n) return undefined
    const previous = last - 1n
    const [hash, previousHash] = await Promise.all([
      this.blockHashForRound(last),
      this.blockHashForRound(previous),
    ])
    if (!isZero(hash)) return { round: last, blockHash: hash }
    return isZero(previousHash) ? undefined : { round: previous, blockHash: previousHash }
  }
}

function isZero(hash: Hex): boolean {
  return hexToBytes(hash).every((byte) => byte === 0)
}
