import { MalformedPlaylistError } from './errors.ts'
import type { MasterPlaylist, MediaPlaylist, PlaylistSegment, PlaylistVariant } from './types.ts'

/** A media playlist read, with what rendering works out by itself. */
export interface ParsedMediaPlaylist extends MediaPlaylist {
  readonly kind: 'media'
  readonly version: number
}

export interface ParsedMasterPlaylist extends MasterPlaylist {
  readonly kind: 'master'
  readonly version: number
}

const maxPlaylistBytes = 4 * 1024 * 1024
const attribute = /([A-Z0-9-]+)=("[^"]*"|[^",]+)(?:,|$)/y
const decimalInteger = /^\d{1,20}$/
const decimalFloat = /^\d{1,20}(\.\d{1,20})?$/
const resolution = /^(\d{1,6})x(\d{1,6})$/
const dateTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?(Z|[+-]\d\d:?\d\d)$/

class Line {
  readonly text: string
  readonly number: number

  constructor(text: string, number: number) {
    this.text = text
    this.number = number
  }

  fail(reason: string): never {
    throw new MalformedPlaylistError({ line: this.number, reason })
  }

  /** Tag name, without `#`, and what stands behind its colon. */
  get tag(): { readonly name: string; readonly value: string } | undefined {
    if (!this.text.startsWith('#EXT')) return undefined
    const colon = this.text.indexOf(':')
    if (colon === -1) return { name: this.text.slice(1), value: '' }
    return { name: this.text.slice(1, colon), value: this.text.slice(colon + 1) }
  }

  integer(value: string): number {
    if (!decimalInteger.test(value)) this.fail('a whole number is missing')
    return Number(value)
  }

  float(value: string): number {
    if (!decimalFloat.test(value)) this.fail('a number is missing')
    return Number(value)
  }

  attributes(value: string): ReadonlyMap<string, string> {
    const found = new Map<string, string>()
    attribute.lastIndex = 0
    while (attribute.lastIndex < value.length) {
      const [, name, text] = attribute.exec(value) ?? []
      if (name === undefined || text === undefined) return this.fail('its attribute list is broken')
      if (found.has(name)) this.fail(`attribute ${name} stands twice`)
      found.set(name, text)
    }
    return found
  }

  quoted(text: string | undefined): string | undefined {
    if (text === undefined) return undefined
    if (!text.startsWith('"')) this.fail('a quoted string is missing')
    return text.slice(1, -1)
  }
}

function linesOf(text: string): Line[] {
  if (text.length > maxPlaylistBytes)
    throw new MalformedPlaylistError({ line: 1, reason: 'the playlist is too long' })
  const lines = text.split(/\r?\n/).map((line, index) => new Line(line, index + 1))
  const [first] = lines
  if (first === undefined || first.text !== '#EXTM3U') {
    throw new MalformedPlaylistError({ line: 1, reason: 'it does not begin with #EXTM3U' })
  }
  for (const line of lines) if (/\p{Cc}/u.test(line.text)) line.fail('it has a control character')
  return lines.slice(1).filter(({ text: rest }) => rest !== '')
}

interface OpenSegment {
  durationMs?: number
  discontinuity?: boolean
  gap?: boolean
  programDateTimeMs?: number
}

class MediaParser {
  readonly #once = new Set<string>()
  readonly #segments: PlaylistSegment[] = []
  #next: OpenSegment = {}
  #version = 1
  #targetSeconds: number | undefined
  #mediaSequence = 0
  #discontinuitySequence = 0
  #initUri: string | undefined
  #ended = false

  line(line: Line): void {
    const { tag } = line
    if (tag !== undefined) this.#tag(line, tag.name, tag.value)
    else if (!line.text.startsWith('#')) this.#uri(line)
  }

  finish(lastLine: number): ParsedMediaPlaylist {
    const fail = (reason: string): never => {
      throw new MalformedPlaylistError({ line: lastLine, reason })
    }
    if (this.#targetSeconds === undefined) return fail('the target duration is missing')
    if (Object.keys(this.#next).length > 0) fail('the last tags belong to no segment')
    return {
      kind: 'media',
      version: this.#version,
      targetDurationMs: this.#targetSeconds * 1000,
      mediaSequence: this.#mediaSequence,
      discontinuitySequence: this.#discontinuitySequence,
      segments: this.#segments,
      ended: this.#ended,
      initUri: this.#initUri,
    }
  }

  #tag(line: Line, name: string, value: string): void {
    switch (name) {
      case 'EXTINF':
        this.#extinf(line, value)
        break
      case 'EXT-X-DISCONTINUITY':
        this.#next.discontinuity = true
        break
      case 'EXT-X-GAP':
        this.#next.gap = true
        break
      case 'EXT-X-PROGRAM-DATE-TIME':
        if (!dateTime.test(value)) line.fail('it is no date and time')
        this.#next.programDateTimeMs = Date.parse(value)
        break
      case 'EXT-X-MAP':
        this.#initUri = line.quoted(line.attributes(value).get('URI')) ?? line.fail('it has no URI')
        break
      default:
        this.#header(line, name, value)
    }
  }

  #header(line: Line, name: string, value: string): void {
    if (name.startsWith('EXT-X-') && this.#once.has(name)) line.fail(`${name} stands twice`)
    this.#once.add(name)
    const isSequence = name === 'EXT-X-MEDIA-SEQUENCE' || name === 'EXT-X-DISCONTINUITY-SEQUENCE'
    if (isSequence && this.#segments.length > 0) line.fail(`${name} stands behind a segment`)
    if (name === 'EXT-X-VERSION') this.#version = line.integer(value)
    else if (name === 'EXT-X-TARGETDURATION') this.#targetSeconds = line.integer(value)
    else if (name === 'EXT-X-MEDIA-SEQUENCE') this.#mediaSequence = line.integer(value)
    else if (name === 'EXT-X-DISCONTINUITY-SEQUENCE') this.#discontinuitySequence = line.integer(value)
    else if (name === 'EXT-X-ENDLIST') this.#ended = true
  }

  #extinf(line: Line, value: string): void {
    const comma = value.indexOf(',')
    if (comma === -1) line.fail('the comma is missing')
    const seconds = value.slice(0, comma)
    if (this.#version < 3 && seconds.includes('.')) line.fail('fractions need version 3')
    this.#next.durationMs = Math.round(line.float(seconds) * 1000)
  }

  #uri(line: Line): void {
    const durationMs = this.#next.durationMs ?? line.fail('a segment has no duration')
    const targetMs = (this.#targetSeconds ?? line.fail('a segment stands before the target duration')) * 1000
    if (Math.round(durationMs / 1000) * 1000 > targetMs)
      line.fail('a segment is longer than the target duration')
    this.#segments.push({ ...this.#next, durationMs, uri: line.text })
    this.#next = {}
  }
}

function parseVariant(line: Line, value: string, uri: Line): PlaylistVariant {
  const attributes = line.attributes(value)
  const integer = (name: string) => {
    const text = attributes.get(name)
    return text === undefined ? undefined : line.integer(text)
  }
  const size = attributes.get('RESOLUTION')
  const [, width, height] = (size === undefined ? undefined : resolution.exec(size)) ?? []
  if (size !== undefined && width === undefined) line.fail('its resolution is broken')
  const fps = attributes.get('FRAME-RATE')
  return {
    uri: uri.text,
    bandwidthBps: integer('BANDWIDTH') ?? line.fail('BANDWIDTH is missing'),
    averageBandwidthBps: integer('AVERAGE-BANDWIDTH'),
    codecs: line.quoted(attributes.get('CODECS'))?.split(','),
    widthPx: width === undefined ? undefined : Number(width),
    heightPx: height === undefined ? undefined : Number(height),
    fps: fps === undefined ? undefined : line.float(fps),
  }
}

function parseMaster(lines: readonly Line[]): ParsedMasterPlaylist {
  const variants: PlaylistVariant[] = []
  let [version, independentSegments] = [1, false]
  for (const [index, line] of lines.entries()) {
    const { tag } = line
    if (tag?.name === 'EXT-X-VERSION') version = line.integer(tag.value)
    if (tag?.name === 'EXT-X-INDEPENDENT-SEGMENTS') independentSegments = true
    if (tag?.name !== 'EXT-X-STREAM-INF') continue
    const uri = lines[index + 1]
    if (uri === undefined || uri.text.startsWith('#')) return line.fail('no URI follows')
    variants.push(parseVariant(line, tag.value, uri))
  }
  return { kind: 'master', version, variants, independentSegments }
}

/**
 * Reads a playlist strictly: whatever RFC 8216 forbids among the tags that we write is refused. Unknown tags
 * are passed over, as it wants.
 * @throws {MalformedPlaylistError} at the first line that is wrong.
 */
export function parsePlaylist(text: string): ParsedMasterPlaylist | ParsedMediaPlaylist {
  const lines = linesOf(text)
  const names = new Set(lines.map(({ tag }) => tag?.name))
  const isMaster = names.has('EXT-X-STREAM-INF')
  if (isMaster && (names.has('EXTINF') || names.has('EXT-X-TARGETDURATION'))) {
    throw new MalformedPlaylistError({ line: 1, reason: 'it is a master and a media playlist at once' })
  }
  if (isMaster) return parseMaster(lines)
  const parser = new MediaParser()
  for (const line of lines) parser.line(line)
  return parser.finish(lines.at(-1)?.number ?? 1)
}
