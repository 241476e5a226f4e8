// Written by `npm run bench -- verification --calibrate`, from honest renditions of the calibration clips alone.

interface Limit {
  /** Beyond it a reference transcode decides; undefined where a score says nothing without one. */
  readonly doubtful: number | undefined
  /** Beyond it a score is worse beside that of the reference than an honest one. */
  readonly reference: number
}

const content = {
  matched: { doubtful: 1, reference: -0.02 },
  hash: { doubtful: 1.25, reference: 2 },
  similarity: { doubtful: 0.8095, reference: -0.0404 },
  worstSimilarity: { doubtful: 0.7851, reference: -0.1044 },
  worstPsnr: { doubtful: 25.9997, reference: -9.0358 },
  repeated: { doubtful: 0.1915, reference: 0.2277 },
  motion: { doubtful: 0.6673, reference: 0.6519 },
  timeShift: { doubtful: 1.0264, reference: 0.1544 },
  lastingBias: { doubtful: 1.2276, reference: 1.0133 },
  movingBias: { doubtful: 1.774, reference: 0.9323 },
  colour: { doubtful: 0.9788, reference: 0.9695 },
  colourDifference: { doubtful: 1.6787, reference: 0.7248 },
  colourSharpness: { doubtful: 0.0344, reference: -0.3187 },
  detail: { doubtful: 0.5906, reference: -0.0815 },
  sharpness: { doubtful: 0.1058, reference: -0.327 },
  worstSharpness: { doubtful: 0.0257, reference: -0.3545 },
  blockiness: { doubtful: 1.3243, reference: 1.5956 },
  size: { doubtful: 0, reference: 0.5986 },
} as const satisfies Readonly<Record<string, Limit>>

export type LimitName = keyof typeof content

/** Of the bits ordered; with fewer a reference decides. Not measured: chosen, since it costs easy pictures only. */
const bitrateShare = 0.5

export const limits = { content, bitrateShare } as const
