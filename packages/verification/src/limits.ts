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
  hash: { doubtful: 3.25, reference: 3.75 },
  similarity: { doubtful: 0.674, reference: 1.5735 },
  worstSimilarity: { doubtful: 0.6341, reference: 4.8041 },
  worstPsnr: { doubtful: 18.2828, reference: 12.2384 },
  repeated: { doubtful: 0.234, reference: 0.4149 },
  motion: { doubtful: 0.4842, reference: 1.6234 },
  timeShift: { doubtful: 1.113, reference: 0.1606 },
  lastingBias: { doubtful: 2.1471, reference: 1.8548 },
  movingBias: { doubtful: 3.2048, reference: 1.7324 },
  colour: { doubtful: 0.9181, reference: 1.5191 },
  colourDifference: { doubtful: 2.6678, reference: 3.0202 },
  colourSharpness: { doubtful: 0.001, reference: 0.8583 },
  detail: { doubtful: 0.5501, reference: 4.1736 },
  sharpness: { doubtful: 0.0383, reference: 0.4616 },
  worstSharpness: { doubtful: 0.0025, reference: 1.0467 },
  blockiness: { doubtful: 2.2558, reference: 1.9188 },
  size: { doubtful: undefined, reference: 4.2949 },
} as const satisfies Readonly<Record<string, Limit>>

export type LimitName = keyof typeof usual

/** Of orders with so few bits that encoders differ by what they leave out. */
const lean: Readonly<Record<LimitName, Limit>> = {
  matched: { doubtful: 0.9833, reference: 0.02 },
  hash: { doubtful: 5.25, reference: 5.625 },
  similarity: { doubtful: 0.4673, reference: 1.7765 },
  worstSimilarity: { doubtful: 0.3041, reference: 4.8041 },
  worstPsnr: { doubtful: 14.0694, reference: 12.2384 },
  repeated: { doubtful: 0.7143, reference: 1.3163 },
  motion: { doubtful: 0.1774, reference: 93.9156 },
  timeShift: { doubtful: 1.1254, reference: 0.2467 },
  lastingBias: { doubtful: 3.6167, reference: 1.8548 },
  movingBias: { doubtful: 8.288, reference: 1.8596 },
  colour: { doubtful: 0.7224, reference: 1.5191 },
  colourDifference: { doubtful: 7.5578, reference: 3.0202 },
  colourSharpness: { doubtful: 0.0002, reference: 0.8986 },
  detail: { doubtful: 0.6071, reference: 5.8882 },
  sharpness: { doubtful: 0.0649, reference: 0.4795 },
  worstSharpness: { doubtful: 0.0059, reference: 1.0467 },
  blockiness: { doubtful: 3.5682, reference: 1.9702 },
  size: { doubtful: undefined, reference: 4.772 },
}

export type ContentLimits = Readonly<Record<LimitName, Limit>>

/** Orders of fewer bits a second have limits of their own. Not measured: chosen below all that ladders usually order. */
const leanBelowBps = 180_000

/** Of the bits ordered; with fewer a reference decides. Not measured: chosen, since it costs easy pictures only. */
const bitrateShare = 0.5

export const limits = { usual, lean, leanBelowBps, bitrateShare } as const
