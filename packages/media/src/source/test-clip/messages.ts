export interface ClipOrder {
  /** In FFmpeg's own words. */
  readonly graph: string
  /** File to write. */
  readonly target: string
}

export type ClipMade = { readonly type: 'made' } | { readonly type: 'failed'; readonly reason: string }
