import type { ProfileFormat } from '@millrace/media'

/** Where an orchestrator serves one rendition. */
export interface RenditionAddress {
  readonly sessionId: string
  readonly profileName: string
  readonly seqNo: number
  readonly format: ProfileFormat
}

const extensions = { mpegts: 'ts', mp4: 'mp4' } as const

/** @returns `/stream/SESSION/PROFILE/SEQ.ts` (or `.mp4`), percent-encoded. */
export function renditionPath({ sessionId, profileName, seqNo, format }: RenditionAddress): string {
  const parts = [sessionId, profileName, `${seqNo}.${extensions[format]}`]
  return `/stream/${parts.map(encodeURIComponent).join('/')}`
}

/** @returns undefined when `path` (without a query) is no such path. */
export function parseRenditionPath(path: string): RenditionAddress | undefined {
  const match = /^\/stream\/([^/]{1,256})\/([^/]{1,1024})\/(\d{1,15})\.(ts|mp4)$/.exec(path)
  if (match === null) return undefined
  const [, session = '', profile = '', seq = '', extension] = match
  const [sessionId, profileName] = [decodePart(session), decodePart(profile)]
  if (sessionId === undefined || profileName === undefined) return undefined
  return { sessionId, profileName, seqNo: Number(seq), format: extension === 'mp4' ? 'mp4' : 'mpegts' }
}

function decodePart(part: string): string | undefined {
  try {
    return decodeURIComponent(part)
  } catch {
    return undefined
  }
}
