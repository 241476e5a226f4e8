/** What the source program is told, once, over IPC: the URL holds a stream key and so is no argument. */
export interface SourceSettings {
  readonly file: string
  readonly cacheDir: string
  readonly rtmpUrl: string
  /** Burn in wall clock and frame number with this font; undefined leaves the picture as it is. */
  readonly clockFontFile: string | undefined
}

/** What the source program tells. */
export type SourceReport =
  | { readonly type: 'preparing' }
  /** The clip can be streamed from now on. */
  | { readonly type: 'prepared'; readonly widthPx: number; readonly heightPx: number; readonly fps: number }
  | { readonly type: 'unusable'; readonly file: string; readonly reason: string }
  | { readonly type: 'publishing' }
  | { readonly type: 'interrupted'; readonly reason: string }
