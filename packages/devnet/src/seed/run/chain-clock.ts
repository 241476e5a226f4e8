import { roundsManagerAbi } from '@millrace/abi'
import { encodeFunctionData } from 'viem'
import { z } from 'zod'
import type { SeedProfile } from '../profiles.ts'
import type { AnvilRpc } from './anvil-rpc.ts'
import type { SeedDeployment } from './seed-deployment.ts'

const blockSchema = z.object({ number: z.string(), timestamp: z.string(), gasLimit: z.string() })

/** Length of a round on the live network, in seconds: 6,377 blocks of the chain that it counts in. */
const liveRoundSeconds = 6_377 * 12

/** The protocol is deployed before the history begins, and the round it begins in is gone through. */
const setUpSeconds = 900

/** Room for a wave of calls in a block, of which each claims more gas than it uses. */
const seedGasLimit = 2_000_000_000

/** How long ago a chain must begin so that the rounds of a history are as long as those of the live network. */
export function historySeconds({ rounds }: SeedProfile): number {
  return rounds * liveRoundSeconds + setUpSeconds
}

/**
 * Takes anvil's clock over: blocks come when they are asked for, so far apart that the history ends now, or a second
 * apart when the chain began too late for that.
 */
export class ChainClock {
  /** Of the deployment, in blocks. */
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

  /** Takes the clock over and goes to the first block of the next round. */
  static async takeOver(
    rpc: AnvilRpc,
    { deployment, profile }: { deployment: SeedDeployment; profile: SeedProfile },
  ): Promise<ChainClock> {
    const automine = await rpc.call('anvil_getAutomine')
    const interval = z
      .number()
      .nullable()
      .parse(await rpc.call('anvil_getIntervalMining'))
    const { gasLimit } = await headOf(rpc)
    const roundLength = await readNumber(rpc, deployment, 'roundLength')
    const restore = async (rpc: AnvilRpc) => {
      await joinPresent(rpc)
      await rpc.call('evm_setBlockGasLimit', [Number(gasLimit)])
      if (automine === true) await rpc.call('evm_setAutomine', [true])
      else if (interval !== null) await rpc.call('evm_setIntervalMining', [interval])
    }
    const clock = new ChainClock(rpc, deployment, { roundLength, restore })
    await rpc.batch([
      { method: 'evm_setAutomine', params: [false] },
      { method: 'evm_setIntervalMining', params: [0] },
      { method: 'anvil_setBlockTimestampInterval', params: [1] },
      { method: 'evm_setBlockGasLimit', params: [seedGasLimit] },
    ])
    await clock.toNextRound()
    await clock.#setPace(profile)
    return clock
  }

  async #setPace({ rounds, roundBlocks }: SeedProfile): Promise<void> {
    const blocks = Math.min(roundBlocks, this.roundLength)
    const { timestamp } = await headOf(this.#rpc)
    const room = Math.floor((nowSeconds() - Number(timestamp)) / (rounds * blocks))
    const blockSeconds = Math.max(1, Math.min(Math.floor(liveRoundSeconds / blocks), room))
    await this.#rpc.call('anvil_setBlockTimestampInterval', [blockSeconds])
  }

  async mine(blocks: number): Promise<void> {
    if (blocks > 0) await this.#rpc.call('anvil_mine', [blocks])
  }

  /** Goes to the first block of the next round. */
  async toNextRound(): Promise<void> {
    const [length, start, block] = await Promise.all([
      readNumber(this.#rpc, this.#deployment, 'roundLength'),
      readNumber(this.#rpc, this.#deployment, 'currentRoundStartBlock'),
      readNumber(this.#rpc, this.#deployment, 'blockNum'),
    ])
    await this.mine(start + length - block)
  }

  /** Gives the clock back; from then on it shows the time of day, unless the chain is ahead of it. */
  async giveBack(rpc: AnvilRpc): Promise<void> {
    await this.#restore(rpc)
  }
}

async function joinPresent(rpc: AnvilRpc): Promise<void> {
  await rpc.call('anvil_removeBlockTimestampInterval')
  const { timestamp } = await headOf(rpc)
  await rpc.call('evm_setTime', [Math.max(nowSeconds(), Number(timestamp) + 1)])
}

async function headOf(rpc: AnvilRpc) {
  return blockSchema.parse(await rpc.call('eth_getBlockByNumber', ['latest', false]))
}

function nowSeconds(): number {
  return Math.floor(Date.now() / 1_000)
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
