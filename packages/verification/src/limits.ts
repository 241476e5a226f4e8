// Written by `npm run bench -- verification --calibrate`, from honest renditions of the calibration clips alone.

interface Limit {
  /** Beyond it a reference transcode decides; undefined where a score says nothing without one. */
  readonly doubtful: number | undefined
  /** Beyond it a score is worse beside that of the reference than an honest one. */
  readonly reference: number
}

/** Of orders with the bitrates of ladders as they are. */
const usual = {
  matched: { doubtful: 0.98, reference: 0.02 },
  similarity: { doubtful: 0.67, reference: 1.629 },
  worstPsnr: { doubtful: 18, reference: 1.363 },
  lateness: { doubtful: 0.03, reference: 0.085 },
  motion: { doubtful: 0.48, reference: 1.61 },
  timeShift: { doubtful: 1.11, reference: 0.161 },
  lastingBias: { doubtful: 2.1, reference: 1.714 },
  movingBias: { doubtful: 3.2, reference: 1.655 },
  colour: { doubtful: 0.918, reference: 1.519 },
  colourDifference: { doubtful: 2.67, reference: 1.505 },
  colourSharpness: { doubtful: 0.001, reference: 3.237 },
  detail: { doubtful: 0.55, reference: 0.058 },
  sharpness: { doubtful: 0.038, reference: 2.5 },
  fineness: { doubtful: 0.3, reference: 2.066 },
  likeness: { doubtful: 0.3, reference: 1.794 },
  effort: { doubtful: undefined, reference: 5.188 },
} as const satisfies Readonly<Record<string, Limit>>

export type LimitName = keyof typeof usual

/** Of orders with so few bits that encoders differ by what they leave out. */
const lean: Readonly<Record<LimitName, Limit>> = {
  matched: { doubtful: 0.98, reference: 0.02 },
  similarity: { doubtful: 0.67, reference: 1.629 },
  worstPsnr: { doubtful: 18, reference: 1.363 },
  lateness: { doubtful: 0.03, reference: 0.085 },
  motion: { doubtful: 0.48, reference: 1.61 },
  timeShift: { doubtful: 1.11, reference: 0.161 },
  lastingBias: { doubtful: 2.1, reference: 1.714 },
  movingBias: { doubtful: 3.2, reference: 1.655 },
  colour: { doubtful: 0.918, reference: 1.519 },
  colourDifference: { doubtful: 2.67, reference: 1.505 },
  colourSharpness: { doubtful: 0.001, reference: 3.237 },
  detail: { doubtful: 0.55, reference: 0.058 },
  sharpness: { doubtful: 0.038, reference: 2.5 },
  fineness: { doubtful: 0.3, reference: 2.066 },
  likeness: { doubtful: 0.3, reference: 1.794 },
  effort: { doubtful: undefined, reference: 5.188 },
}

export type ContentLimits = Readonly<Record<LimitName, Limit>>

/** Orders of fewer bits a second have limits of their own. Not measured: chosen below all that ladders usually order. */
const leanBelowBps = 180_000

/** Of the bits ordered; with fewer a reference decides. Not measured: chosen, since it costs easy pictures only. */
const bitrateShare = 0.5

export const limits = { usual, lean, leanBelowBps, bitrateShare } as const
