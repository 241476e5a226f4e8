/** Why a rendition is not, or may not be, what was ordered. */
export type ReasonCode =
  | 'NOT_SIGNED'
  | 'UNREADABLE'
  | 'NO_VIDEO'
  | 'WRONG_CODEC'
  | 'WRONG_SIZE'
  | 'WRONG_FRAME_COUNT'
  | 'WRONG_TIMES'
  | 'NO_KEYFRAME_AT_START'
  | 'WRONG_SHAPE'
  | 'WRONG_PIXEL_COUNT'
  | 'AUDIO_CHANGED'
  | 'OTHER_PICTURE'
  | 'FROZEN_OR_DROPPED'
  | 'TIME_SHIFTED'
  | 'PICTURE_CHANGED'
  | 'COLOUR_LOST'
  | 'POOR_QUALITY'

export interface Reason {
  readonly code: ReasonCode
  /** `bad`: no honest result looks so. `doubtful`: one may; a reference transcode decides. */
  readonly severity: 'bad' | 'doubtful'
  /** In a sentence, with the figures. */
  readonly message: string
}

export type Outcome = 'good' | Reason['severity']

export function outcomeOf(reasons: readonly Reason[]): Outcome {
  if (reasons.some(({ severity }) => severity === 'bad')) return 'bad'
  return reasons.length > 0 ? 'doubtful' : 'good'
}
