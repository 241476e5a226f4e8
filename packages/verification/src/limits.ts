// Written by `npm run bench -- verification --calibrate`, from honest renditions of the calibration clips alone.

interface Limit {
  /** Beyond it a reference transcode decides; undefined where a score says nothing without one. */
  readonly doubtful: number | undefined
  /** Beyond it a score is worse beside that of the reference than an honest one. */
  readonly reference: number
}

/** Of orders with the bitrates of ladders as they are. */
const usual = {
  matched: { doubtful: 0.9833, reference: 0.02 },
  similarity: { doubtful: 0.6812, reference: 1.5727 },
  lateness: { doubtful: 0.1075, reference: 0.1101 },
  motion: { doubtful: 0.4935, reference: 1.6234 },
  timeShift: { doubtful: 1.1018, reference: 0.1606 },
  lastingBias: { doubtful: 1.9904, reference: 1.8548 },
  movingBias: { doubtful: 2.8189, reference: 1.7324 },
  colourBias: { doubtful: 2.1154, reference: 1.6759 },
  colour: { doubtful: 0.9265, reference: 1.5191 },
  colourDifference: { doubtful: 2.6339, reference: 1.6621 },
  colourSharpness: { doubtful: 0.0015, reference: 3.2412 },
  fineness: { doubtful: 0.1725, reference: 2.1207 },
  likeness: { doubtful: 0.2644, reference: 1.8574 },
  effort: { doubtful: undefined, reference: 5.1928 },
} as const satisfies Readonly<Record<string, Limit>>

export type LimitName = keyof typeof usual

/** Of orders with so few bits that encoders differ by what they leave out. */
const lean: Readonly<Record<LimitName, Limit>> = {
  matched: { doubtful: 0.9833, reference: 0.02 },
  similarity: { doubtful: 0.4853, reference: 1.7765 },
  lateness: { doubtful: 0.2478, reference: 0.1136 },
  motion: { doubtful: 0.1938, reference: 93.9168 },
  timeShift: { doubtful: 1.1142, reference: 0.2467 },
  lastingBias: { doubtful: 3.4302, reference: 1.8548 },
  movingBias: { doubtful: 7.9656, reference: 1.8596 },
  colourBias: { doubtful: 5.5888, reference: 1.947 },
  colour: { doubtful: 0.7906, reference: 1.5191 },
  colourDifference: { doubtful: 6.6969, reference: 1.6956 },
  colourSharpness: { doubtful: 0.0002, reference: 11.6529 },
  fineness: { doubtful: 0.2321, reference: 2.3521 },
  likeness: { doubtful: 0.396, reference: 5.661 },
  effort: { doubtful: undefined, reference: 20.2651 },
}

export type ContentLimits = Readonly<Record<LimitName, Limit>>

/** Orders of fewer bits a second have limits of their own. Not measured: chosen below all that ladders usually order. */
const leanBelowBps = 180_000

/** Of the bits ordered; with fewer a reference decides. Not measured: chosen, since it costs easy pictures only. */
const bitrateShare = 0.5

export const limits = { usual, lean, leanBelowBps, bitrateShare } as const
