import { bondingManagerAbi } from '@millrace/abi'
import { type PoolHints, poolAfter, poolHints } from '@millrace/common/staking'
import { type Address, zeroAddress } from '@millrace/crypto'
import { decodeFunctionResult, encodeFunctionData } from 'viem'
import type { AnvilRpc } from './anvil-rpc.ts'

interface Member {
  readonly address: Address
  readonly stakeWei: bigint
}

const never = 2n ** 256n - 1n
const nowhere: PoolHints = { prev: zeroAddress, next: zeroAddress }

/** The sorted pool of orchestrators, read once and kept up with the calls that are about to be sent. */
export class PoolView {
  /** Places in the active set. */
  readonly maxSize: bigint
  readonly #stakes: Map<Address, bigint>
  #pool: readonly Member[]

  private constructor(maxSize: bigint, stakes: Map<Address, bigint>, pool: readonly Member[]) {
    this.maxSize = maxSize
    this.#stakes = stakes
    this.#pool = pool
  }

  static async read(
    rpc: AnvilRpc,
    { bondingManager, orchestrators }: { bondingManager: Address; orchestrators: readonly Address[] },
  ): Promise<PoolView> {
    const call = (functionName: 'getTranscoder' | 'transcoderTotalStake', address: Address) => ({
      to: bondingManager,
      data: encodeFunctionData({ abi: bondingManagerAbi, functionName, args: [address] }),
    })
    const sizeData = encodeFunctionData({ abi: bondingManagerAbi, functionName: 'getTranscoderPoolMaxSize' })
    const [size = '0x', ...answers] = await rpc.read([
      { to: bondingManager, data: sizeData },
      ...orchestrators.flatMap((address) => [
        call('getTranscoder', address),
        call('transcoderTotalStake', address),
      ]),
    ])
    const stakes = new Map<Address, bigint>()
    const pool: Member[] = []
    for (const [index, address] of orchestrators.entries()) {
      const [details = '0x', stake = '0x'] = answers.slice(2 * index)
      const stakeWei = BigInt(stake)
      stakes.set(address, stakeWei)
      if (deactivationRound(details) === never) pool.push({ address, stakeWei })
    }
    pool.sort((one, other) => (one.stakeWei < other.stakeWei ? 1 : -1))
    return new PoolView(BigInt(size), stakes, pool)
  }

  stakeOf(orchestrator: Address): bigint {
    return this.#stakes.get(orchestrator) ?? 0n
  }

  isMember(orchestrator: Address): boolean {
    return this.#pool.some(({ address }) => address === orchestrator)
  }

  /** Hints for a change of an orchestrator's stake, after which the pool is as if the change were made. */
  change(orchestrator: Address, byWei: bigint | 'all'): PoolHints {
    const held = this.stakeOf(orchestrator)
    // One that has left does not come back by losing stake.
    if (byWei !== 'all' && byWei <= 0n && !this.isMember(orchestrator)) return nowhere
    const changed = byWei === 'all' ? 0n : held + byWei
    const change = { address: orchestrator, stakeWei: changed > 0n ? changed : 0n }
    this.#stakes.set(orchestrator, change.stakeWei)
    const hints = poolHints(this.#pool, change, this.maxSize)
    this.#pool = poolAfter(this.#pool, change, this.maxSize)
    return hints
  }
}

function deactivationRound(details: `0x${string}`): bigint {
  const decoded = decodeFunctionResult({
    abi: bondingManagerAbi,
    functionName: 'getTranscoder',
    data: details,
  })
  return decoded[5]
}
