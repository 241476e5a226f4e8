import type { DevnetSettings } from '../settings.ts'
import type { ChainReady, StartContext } from '../start-context.ts'
import { SeedTargetError } from './errors.ts'
import { historySeconds } from './run/chain-clock.ts'
import { seedNetwork } from './run/seed-network.ts'
import { SeedRecord } from './seed-record.ts'

/**
 * The history that a network is to have, or has; undefined without one.
 * @throws {SeedFolderError | SeedTargetError}
 */
export async function openHistory(settings: DevnetSettings, folder: string): Promise<SeedRecord | undefined> {
  if (settings.seed !== undefined && (settings.rpcUrl ?? settings.controller) !== undefined)
    throw new SeedTargetError({
      reason: 'only the embedded chain can be. Leave out --rpc-url and --controller.',
    })
  return SeedRecord.open(folder, settings.seed)
}

/** When the chain has to begin, so that a history that is still to be played ends now; undefined without one. */
export function genesisSecondsOf(seed: SeedRecord | undefined): number | undefined {
  if (!seed || seed.isPlayed) return undefined
  return Math.floor(Date.now() / 1_000) - historySeconds(seed.profile)
}

/** Plays the history of a seeded network, if it is new. */
export async function playHistory(
  { seed, events, lifecycle }: StartContext,
  { chain, addresses }: ChainReady,
): Promise<void> {
  await seed?.play(async (profile) => {
    await seedNetwork({
      rpcUrl: chain.rpcUrl,
      deployment: addresses,
      profile,
      signal: lifecycle.signal,
      onProgress: ({ round, rounds, transactions }) => {
        if (round % 5 === 1 || round === rounds)
          events.emit('step', `history: round ${round} of ${rounds}, ${transactions} transactions`)
      },
    })
    await chain.save()
  })
}
