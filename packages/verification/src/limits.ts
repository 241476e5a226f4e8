// Written by `npm run bench -- verification --calibrate`, from honest renditions of the calibration clips alone.

interface Limit {
  /** Beyond it a reference transcode decides; undefined where a score says nothing without one. */
  readonly doubtful: number | undefined
  /** Beyond it a score is worse beside that of the reference than an honest one. */
  readonly reference: number
}

/** Of orders with the bitrates of ladders as they are. */
const usual = {
  matched: { doubtful: 1, reference: 0.02 },
  hash: { doubtful: 7, reference: 2 },
  similarity: { doubtful: 0.6556, reference: 1.4849 },
  worstSimilarity: { doubtful: 0.386, reference: 1.9289 },
  worstPsnr: { doubtful: 9.1835, reference: 5.8717 },
  repeated: { doubtful: 0.2766, reference: 0.1833 },
  motion: { doubtful: 0.5809, reference: 1.1923 },
  timeShift: { doubtful: 1.1114, reference: 0.1198 },
  lastingBias: { doubtful: 1.75, reference: 2.2967 },
  movingBias: { doubtful: 4.9613, reference: 1.8748 },
  colour: { doubtful: 0.9299, reference: 1.0404 },
  colourDifference: { doubtful: 2.2688, reference: 2.1963 },
  colourSharpness: { doubtful: 0.0005, reference: 0.4033 },
  detail: { doubtful: 0.5796, reference: 2.4485 },
  sharpness: { doubtful: 0.049, reference: 0.3925 },
  worstSharpness: { doubtful: -0.0969, reference: 0.5134 },
  blockiness: { doubtful: 2.0401, reference: 1.6525 },
  size: { doubtful: undefined, reference: 3.6258 },
} as const satisfies Readonly<Record<string, Limit>>

export type LimitName = keyof typeof usual

/** Of orders with so few bits that encoders differ by what they leave out. */
const lean: Readonly<Record<LimitName, Limit>> = {
  matched: { doubtful: 1, reference: 0.02 },
  hash: { doubtful: 5.75, reference: 2.25 },
  similarity: { doubtful: 0.5162, reference: 1.4311 },
  worstSimilarity: { doubtful: 0.3887, reference: 2.4493 },
  worstPsnr: { doubtful: 14.5808, reference: 5.141 },
  repeated: { doubtful: 0.4894, reference: 0.7021 },
  motion: { doubtful: 0.3625, reference: 1.544 },
  timeShift: { doubtful: 1.1087, reference: 0.141 },
  lastingBias: { doubtful: 6.016, reference: 2.6459 },
  movingBias: { doubtful: 17.4951, reference: 1.9776 },
  colour: { doubtful: 0.6276, reference: 1.3978 },
  colourDifference: { doubtful: 9.6782, reference: 2.9741 },
  colourSharpness: { doubtful: 0.0214, reference: 0.4347 },
  detail: { doubtful: 0.7095, reference: 2.2249 },
  sharpness: { doubtful: 0.1414, reference: 0.4155 },
  worstSharpness: { doubtful: 0.0057, reference: 0.6702 },
  blockiness: { doubtful: 3.8188, reference: 1.5643 },
  size: { doubtful: undefined, reference: 2.8436 },
}

export type ContentLimits = Readonly<Record<LimitName, Limit>>

/** Orders of fewer bits a second have limits of their own. Not measured: chosen below all that ladders usually order. */
const leanBelowBps = 180_000

/** Of the bits ordered; with fewer a reference decides. Not measured: chosen, since it costs easy pictures only. */
const bitrateShare = 0.5

export const limits = { usual, lean, leanBelowBps, bitrateShare } as const
