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
  similarity: { doubtful: 0.6749, reference: 1.5725 },
  worstPsnr: { doubtful: 18.3058, reference: 1.5347 },
  lateness: { doubtful: 0.1342, reference: 0.0849 },
  motion: { doubtful: 0.4856, reference: 1.6234 },
  timeShift: { doubtful: 1.1114, reference: 0.1606 },
  lastingBias: { doubtful: 2.1331, reference: 1.8548 },
  movingBias: { doubtful: 3.0932, reference: 1.7324 },
  colourBias: { doubtful: 2.1918, reference: 1.6759 },
  colour: { doubtful: 0.9215, reference: 1.5191 },
  colourDifference: { doubtful: 2.6588, reference: 1.6621 },
  colourSharpness: { doubtful: 0.0011, reference: 3.2413 },
  detail: { doubtful: 0.581, reference: 2.2066 },
  sharpness: { doubtful: 0.0392, reference: 2.5692 },
  fineness: { doubtful: 0.1645, reference: 2.1207 },
  likeness: { doubtful: 0.1883, reference: 1.8574 },
  effort: { doubtful: undefined, reference: 5.1934 },
} as const satisfies Readonly<Record<string, Limit>>

export type LimitName = keyof typeof usual

/** Of orders with so few bits that encoders differ by what they leave out. */
const lean: Readonly<Record<LimitName, Limit>> = {
  matched: { doubtful: 0.9833, reference: 0.02 },
  similarity: { doubtful: 0.4789, reference: 1.7765 },
  worstPsnr: { doubtful: 14.4963, reference: 1.5347 },
  lateness: { doubtful: 0.2555, reference: 0.0849 },
  motion: { doubtful: 0.1805, reference: 93.9157 },
  timeShift: { doubtful: 1.1235, reference: 0.2467 },
  lastingBias: { doubtful: 3.5331, reference: 1.8548 },
  movingBias: { doubtful: 8.2866, reference: 1.8596 },
  colourBias: { doubtful: 5.7294, reference: 1.947 },
  colour: { doubtful: 0.7308, reference: 1.5191 },
  colourDifference: { doubtful: 7.3568, reference: 1.6956 },
  colourSharpness: { doubtful: 0.0002, reference: 11.6529 },
  detail: { doubtful: 0.6185, reference: 3.9182 },
  sharpness: { doubtful: 0.0676, reference: 2.924 },
  fineness: { doubtful: 0.229, reference: 2.3521 },
  likeness: { doubtful: 0.3796, reference: 5.661 },
  effort: { doubtful: undefined, reference: 20.2651 },
}

export type ContentLimits = Readonly<Record<LimitName, Limit>>

/** Orders of fewer bits a second have limits of their own. Not measured: chosen below all that ladders usually order. */
const leanBelowBps = 180_000

/** Of the bits ordered; with fewer a reference decides. Not measured: chosen, since it costs easy pictures only. */
const bitrateShare = 0.5

export const limits = { usual, lean, leanBelowBps, bitrateShare } as const
