import type { AnyResponse } from './listen.ts'
import type { OrchestratorInfo, Price, TranscodeResult } from './messages.ts'
import type { Head } from './till.ts'

export interface Rendition {
  readonly bytes: Uint8Array
  readonly pixels: bigint
}

export interface TheirOrchestratorOptions {
  readonly scheme: 'http' | 'https'
  /** What comes of a source; the same for every profile. */
  readonly transcode: (source: Uint8Array) => Rendition
  /** Undefined off chain. */
  readonly chain?: { readonly head: () => Head; readonly price: Price }
  /** Changes what it does, from the very start. */
  readonly script?: Partial<Script>
}

type Answered = 'terms' | 'result' | 'download'

/** What it does otherwise than a good one, per segment or per terms. */
export interface Script {
  /** Refuses to give terms, with this text. */
  refuseTerms: string | undefined
  /** Refuses the segment instead of taking it: status and text. */
  refuseSegment: { readonly status: number; readonly text: string } | undefined
  /** Takes the segment and puts this text into the result. */
  error: string | undefined
  /** Changes a result that would have been good. */
  result: ((good: TranscodeResult) => TranscodeResult) | undefined
  /** Changes the bytes of the answer. */
  answer: ((good: Uint8Array) => Uint8Array) | undefined
  /** Changes terms, those in results too. */
  info: ((good: OrchestratorInfo) => OrchestratorInfo) | undefined
  /** Never answers: the head, the result, or the download. */
  silent: 'head' | 'result' | 'download' | undefined
  /** Answers itself, with whatever it likes, instead of terms, of a result, or of the bytes of one. */
  takeOver: { readonly [what in Answered]?: (response: AnyResponse) => void }
  /** Tokens live so long. */
  tokenLifetimeS: number
  /** Blocks that params hold. */
  paramsLifetimeBlocks: bigint
}

export const goodScript: Script = {
  refuseTerms: undefined,
  refuseSegment: undefined,
  error: undefined,
  result: undefined,
  answer: undefined,
  info: undefined,
  silent: undefined,
  takeOver: {},
  tokenLifetimeS: 1_800,
  paramsLifetimeBlocks: 40n,
}
