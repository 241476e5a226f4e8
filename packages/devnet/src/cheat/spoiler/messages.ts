import type { Profile, TranscodeResult } from '@millrace/media'
import type { CheatRecipe } from '../cheats.ts'

/** One segment that is to be made something else of than was ordered. */
export interface SpoilOrder {
  /** MPEG-TS, as it came. */
  readonly source: Uint8Array
  readonly profiles: readonly Profile[]
  readonly recipe: CheatRecipe
  /** Whose pictures or sound the recipe takes; undefined is another clip altogether. */
  readonly other: Uint8Array | undefined
}

/** To the process that spoils. */
export interface SpoilMessage {
  readonly id: number
  readonly order: SpoilOrder
}

/** And what comes back. */
export type SpoilAnswer =
  | { readonly id: number; readonly result: TranscodeResult }
  | { readonly id: number; readonly problem: string }
