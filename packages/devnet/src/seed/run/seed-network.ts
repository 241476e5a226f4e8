import { createPublicClient, http } from 'viem'
import { createSeedPlan } from '../plan/create-plan.ts'
import type { SeedProfile } from '../profiles.ts'
import { AnvilRpc } from './anvil-rpc.ts'
import { ChainClock } from './chain-clock.ts'
import type { SeedDeployment } from './seed-deployment.ts'
import { SeedPlayer } from './seed-player.ts'
import { SeedSender } from './sender.ts'
import { checkTarget, readFacts } from './target.ts'

export interface SeedProgress {
  /** Rounds of the history that are done, and that there are. */
  readonly round: number
  readonly rounds: number
  readonly transactions: number
}

export interface SeedOptions {
  /** A local anvil, on which nobody else works meanwhile. */
  readonly rpcUrl: string
  /** Its owner is an account that holds the profile's tokens. */
  readonly deployment: SeedDeployment
  readonly profile: SeedProfile
  readonly onProgress?: (progress: SeedProgress) => void
  readonly signal?: AbortSignal | undefined
}

/**
 * Plays the history of a profile on a chain with a fresh protocol, every change of which is a contract call of the
 * account that would have made it. It begins with the next round and ends in a running one; the chain's clock then
 * shows the time of day. The same profile gives the same history on every chain with the same parameters.
 * @throws {SeedTargetError} when the protocol cannot be seeded.
 * @throws {SeedChainError | SeedActionError} when the chain, or a contract, refuses something.
 */
export async function seedNetwork(options: SeedOptions): Promise<SeedProgress> {
  const { rpcUrl, deployment, profile, signal } = options
  const client = createPublicClient({ transport: http(rpcUrl) })
  const owner = await checkTarget(client, options)
  const plan = createSeedPlan(profile, await readFacts(client, deployment))
  const rpc = new AnvilRpc({ rpcUrl, signal })
  const sender = new SeedSender(rpc)
  const clock = await ChainClock.takeOver(rpc, { deployment, profile })
  await sender.begin()
  try {
    const chainId = BigInt(await client.getChainId())
    const player = new SeedPlayer({ rpc, sender, clock, deployment, owner, profile, chainId })
    const progress = (round: number) => ({ round, rounds: plan.length, transactions: sender.transactions })
    await player.begin()
    for (const [index, round] of plan.entries()) {
      await player.play(round, index)
      options.onProgress?.(progress(index + 1))
    }
    await player.end()
    return progress(plan.length)
  } finally {
    // Not with the signal: the chain must be left running.
    const after = new AnvilRpc({ rpcUrl })
    await new SeedSender(after).end()
    await clock.giveBack(after)
  }
}
