// Written by `npm run bench -- verification --calibrate`, from honest renditions of the calibration clips alone.

interface Limit {
  /** Beyond it a score may still be honest: a reference transcode decides. */
  readonly doubtful: number
  /** Beyond it no honest rendition is. */
  readonly bad: number
  /** Beyond it a score is worse than an honest one beside that of the reference. */
  readonly reference: number
}

const content = {
  matched: { doubtful: 1, bad: 0.98, reference: -0.02 },
  hash: { doubtful: 1.25, bad: 5.5, reference: 2 },
  similarity: { doubtful: 0.8432, bad: 0.0966, reference: -0.0404 },
  worstSimilarity: { doubtful: 0.7928, bad: -0.2187, reference: -0.0702 },
  worstPsnr: { doubtful: 25.9681, bad: -25.5004, reference: -9.0358 },
  repeated: { doubtful: 0.5106, bad: 2.1053, reference: 0.1833 },
  motion: { doubtful: 0.696, bad: -0.6211, reference: 0.6519 },
  timeShift: { doubtful: 1.0289, bad: 1.2175, reference: 0.1544 },
  lastingBias: { doubtful: 1.5682, bad: 6.3388, reference: 1.0133 },
  movingBias: { doubtful: 1.7776, bad: 10.407, reference: 0.9323 },
  colour: { doubtful: 0.9765, bad: 0.854, reference: 0.9695 },
  colourDifference: { doubtful: 1.5839, bad: 6.0308, reference: 0.7248 },
  colourSharpness: { doubtful: 0.1446, bad: -1.6728, reference: -0.3187 },
  detail: { doubtful: 0.9171, bad: -0.7273, reference: -0.0815 },
  sharpness: { doubtful: 0.1225, bad: -2.0524, reference: -0.3269 },
  worstSharpness: { doubtful: 0.0193, bad: -2.3373, reference: -0.3545 },
  blockiness: { doubtful: 1.3431, bad: 2.5663, reference: 1.5956 },
  size: { doubtful: 0, bad: 0, reference: 0.5986 },
} as const satisfies Readonly<Record<string, Limit>>

export type LimitName = keyof typeof content

/** Of the bits ordered; with fewer a reference decides. Not measured: chosen, since it costs easy pictures only. */
const bitrateShare = 0.5

export const limits = { content, bitrateShare } as const
