import type { SeedAction } from '../actions.ts'

/**
 * What happens in a round, in this order: a wave is mined before the next one is sent. Earlier than `rewards` means that
 * a delegator forfeits the reward of the round, as on the live network.
 */
export const waveNames = [
  'open',
  'funds',
  'early',
  'rewards',
  'register',
  'staking',
  'tickets',
  'votes',
] as const

type WaveName = (typeof waveNames)[number]

export type SeedRound = Readonly<Record<WaveName, readonly SeedAction[]>>

/** A round while it is planned. */
export type RoundDraft = Record<WaveName, SeedAction[]>

export function emptyRound(): RoundDraft {
  return {
    open: [],
    funds: [],
    early: [],
    rewards: [],
    register: [],
    staking: [],
    tickets: [],
    votes: [],
  }
}
