/** What the process that cuts a file is told first; after that, each `next` asks for one segment. */
export type CutterOrder =
  | { readonly type: 'open'; readonly file: string; readonly targetMs: number }
  | { readonly type: 'next' }

/** Its answers, one for each order; opening a file that can be cut has none. */
export type CutterAnswer =
  | { readonly type: 'segment'; readonly bytes: Uint8Array; readonly durationMs: number }
  | { readonly type: 'end' }
  | { readonly type: 'unusable'; readonly reason: string }
