// Written by `npm run bench -- verification --calibrate`, from honest renditions of the calibration clips alone.

interface Limit {
  /** Beyond it a reference transcode decides; undefined where a score says nothing without one. */
  readonly doubtful: number | undefined
  /** Beyond it a score is worse beside that of the reference than an honest one. */
  readonly reference: number
}

const content = {
  matched: { doubtful: 1, reference: 0.02 },
  hash: { doubtful: 2.75, reference: 2.25 },
  similarity: { doubtful: 0.8486, reference: 1.5021 },
  worstSimilarity: { doubtful: 0.7667, reference: 1.923 },
  worstPsnr: { doubtful: 22.4702, reference: 5.8121 },
  repeated: { doubtful: 0.234, reference: 0.1938 },
  motion: { doubtful: 0.7159, reference: 1.1692 },
  timeShift: { doubtful: 1.1181, reference: 0.1681 },
  lastingBias: { doubtful: 1.3365, reference: 1.6998 },
  movingBias: { doubtful: 4.9613, reference: 1.595 },
  colour: { doubtful: 0.9616, reference: 1.0505 },
  colourDifference: { doubtful: 1.5593, reference: 3 },
  colourSharpness: { doubtful: 0.047, reference: 0.3897 },
  detail: { doubtful: 0.8789, reference: 2.4393 },
  sharpness: { doubtful: 0.049, reference: 0.4132 },
  worstSharpness: { doubtful: 0.0261, reference: 0.4942 },
  blockiness: { doubtful: 2.0401, reference: 1.8562 },
  size: { doubtful: undefined, reference: 3.6258 },
} as const satisfies Readonly<Record<string, Limit>>

export type LimitName = keyof typeof content

/** Of the bits ordered; with fewer a reference decides. Not measured: chosen, since it costs easy pictures only. */
const bitrateShare = 0.5

export const limits = { content, bitrateShare } as const
