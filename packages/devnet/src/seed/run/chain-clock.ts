import { roundsManagerAbi } from '@millrace/abi'
import { encodeFunctionData } from 'viem'
import { z } from 'zod'
import type { AnvilRpc } from './anvil-rpc.ts'
import type { SeedDeployment } from './seed-deployment.ts'

const blockSchema = z.object({ number: z.string(), timestamp: z.string(), gasLimit: z.string() })

/** Length of a round on the live network, in seconds: 6,377 blocks of the chain that it counts in. */
const liveRoundSeconds = 6_377 * 12

/** Room for a wave of calls in a block, of which each claims more gas than it uses. */
const seedGasLimit = 2_000_000_000

/** Seconds that a seeded history of so many rounds takes when its rounds are as long as those of the live network. */
export function historySeconds(rounds: number): number {
  return rounds * liveRoundSeconds
}

/**
 * Takes anvil's clock over: blocks come when they are asked for, so far apart that the history ends now, or a second
 * apart when the chain began too late for that.
 */
export class ChainClock {
  readonly roundLength: number
  readonly #rpc: AnvilRpc
  readonly #deployment: SeedDeployment
  readonly #restore: (rpc: AnvilRpc) => Promise<void>

  private constructor(
    rpc: AnvilRpc,
    deployment: SeedDeployment,
    { roundLength, restore }: { roundLength: number; restore: (rpc: AnvilRpc) => Promise<void> },
  ) {
    this.#rpc = rpc
    this.#deployment = deployment
    this.roundLength = roundLength
    this.#restore = restore
  }

  static async takeOver(
    rpc: AnvilRpc,
    { deployment, rounds }: { deployment: SeedDeployment; rounds: number },
  ): Promise<ChainClock> {
    const automine = await rpc.call('anvil_getAutomine')
    const interval = z.number().nullable().parse(await rpc.call('anvil_getIntervalMining'))
    const head = blockSchema.parse(await rpc.call('eth_getBlockByNumber', ['latest', false]))
    const roundLength = await readNumber(rpc, deployment, 'roundLength')
    const nowSeconds = Math.floor(Date.now() / 1_000)
    const blocks = (rounds + 1) * roundLength
    const room = Math.floor((nowSeconds - Number(head.timestamp)) / blocks)
    const blockSeconds = Math.max(1, Math.min(Math.floor(liveRoundSeconds / roundLength), room))
    await rpc.batch([
      { method: 'evm_setAutomine', params: [false] },
      { method: 'evm_setIntervalMining', params: [0] },
      { method: 'anvil_setBlockTimestampInterval', params: [blockSeconds] },
      { method: 'evm_setBlockGasLimit', params: [seedGasLimit] },
    ])
    const restore = async (rpc: AnvilRpc) => {
      await joinPresent(rpc)
      await rpc.call('evm_setBlockGasLimit', [Number(head.gasLimit)])
      if (automine === true) await rpc.call('evm_setAutomine', [true])
      else if (interval !== null) await rpc.call('evm_setIntervalMining', [interval])
    }
    return new ChainClock(rpc, deployment, { roundLength, restore })
  }

  async mine(blocks: number): Promise<void> {
    if (blocks > 0) await this.#rpc.call('anvil_mine', [blocks])
  }

  /** Goes to the first block of the next round. */
  async toNextRound(): Promise<void> {
    await this.mine(this.roundLength - (await this.blocksIntoRound()))
  }

  /** Blocks of the round that are over, the head included. */
  async blocksIntoRound(): Promise<number> {
    const start = await readNumber(this.#rpc, this.#deployment, 'currentRoundStartBlock')
    return (await readNumber(this.#rpc, this.#deployment, 'blockNum')) - start
  }

  /** Gives the clock back; from then on it shows the time of day, unless the chain is ahead of it. */
  async giveBack(rpc: AnvilRpc): Promise<void> {
    await this.#restore(rpc)
  }
}

async function joinPresent(rpc: AnvilRpc): Promise<void> {
  await rpc.call('anvil_removeBlockTimestampInterval')
  const head = blockSchema.parse(await rpc.call('eth_getBlockByNumber', ['latest', false]))
  const nowSeconds = Math.floor(Date.now() / 1_000)
  await rpc.call('evm_setTime', [Math.max(nowSeconds, Number(head.timestamp) + 1)])
}

async function readNumber(
  rpc: AnvilRpc,
  { roundsManager: to }: SeedDeployment,
  functionName: 'roundLength' | 'currentRoundStartBlock' | 'blockNum',
): Promise<number> {
  const [answer = '0x0'] = await rpc.read([
    { to, data: encodeFunctionData({ abi: roundsManagerAbi, functionName }) },
  ])
  return Number(answer)
}
