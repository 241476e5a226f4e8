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
  hash: { doubtful: 1.25, bad: 6.25, reference: 2 },
  similarity: { doubtful: 0.8095, bad: 0.0967, reference: -0.0404 },
  worstSimilarity: { doubtful: 0.7851, bad: -0.2168, reference: -0.1044 },
  worstPsnr: { doubtful: 25.9997, bad: -25.0774, reference: -9.0358 },
  repeated: { doubtful: 0.1915, bad: 2.1053, reference: 0.2277 },
  motion: { doubtful: 0.6673, bad: -0.733, reference: 0.6519 },
  timeShift: { doubtful: 1.0264, bad: 1.2175, reference: 0.1544 },
  lastingBias: { doubtful: 1.2276, bad: 6.3232, reference: 1.0133 },
  movingBias: { doubtful: 1.774, bad: 10.3969, reference: 0.9323 },
  colour: { doubtful: 0.9788, bad: 0.8544, reference: 0.9695 },
  colourDifference: { doubtful: 1.6787, bad: 5.9547, reference: 0.7248 },
  colourSharpness: { doubtful: 0.0344, bad: -1.5476, reference: -0.3187 },
  detail: { doubtful: 0.5906, bad: -1.3539, reference: -0.0815 },
  sharpness: { doubtful: 0.1058, bad: -2.1786, reference: -0.327 },
  worstSharpness: { doubtful: 0.0257, bad: -2.3262, reference: -0.3545 },
  blockiness: { doubtful: 1.3243, bad: 2.5703, reference: 1.5956 },
  size: { doubtful: 0, bad: 0, reference: 0.5986 },
} as const satisfies Readonly<Record<string, Limit>>

export type LimitName = keyof typeof content

/** Of the bits ordered; with fewer a reference decides. Not measured: chosen, since it costs easy pictures only. */
const bitrateShare = 0.5

export const limits = { content, bitrateShare } as const
