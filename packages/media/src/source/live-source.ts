import { type ChildProcess, fork } from 'node:child_process'
import { Lifecycle, type Logger, programPath } from '@millrace/common'
import { SourceFileError } from './errors.ts'
import type { SourceReport, SourceSettings } from './program/messages.ts'

export interface LiveSourceOptions {
  /** The clip to play in a loop: any file that FFmpeg reads, with or without audio. */
  readonly file: string
  /** Where to publish, stream key included; the key is neither logged nor visible in the process list. */
  readonly rtmpUrl: string
  /** Burn wall clock and frame number into the picture; encodes live. */
  readonly clock?: boolean
  /** A font for the clock. */
  readonly fontFile?: string
  /** Where a copy is kept when the clip has to be encoded first. */
  readonly cacheDir: string
}

export interface LiveSourceDependencies {
  readonly log: Logger
}

const program = programPath(import.meta.url, './program/main')
const stopTimeoutMs = 1_000
const restartMs = 1_000
/** About twenty seconds; a gateway that starts takes less. */
const failuresWorthTelling = 10
const keptStderrBytes = 2_000

/**
 * Starts a live source: a process of its own that publishes a clip by RTMP in real time, over and over with times that
 * go on, and connects again when the receiver goes away. Resolves as soon as the clip is ready to be streamed.
 * @throws {SourceFileError} when the clip cannot be read or made ready.
 */
export async function startLiveSource(
  { file, rtmpUrl, clock = false, fontFile, cacheDir }: LiveSourceOptions,
  { log }: LiveSourceDependencies,
): Promise<LiveSource> {
  if (clock && fontFile === undefined)
    throw new SourceFileError({ file, reason: 'the clock needs a font file' })
  const clockFontFile = clock ? fontFile : undefined
  const source = new LiveSource({ file, cacheDir, rtmpUrl, clockFontFile }, log)
  try {
    await source.prepared
  } catch (error) {
    await source.close()
    throw error
  }
  return source
}

/** A running live source. */
export class LiveSource {
  readonly #settings: SourceSettings
  readonly #log: Logger
  readonly #life = new Lifecycle()
  readonly #prepared = Promise.withResolvers<void>()
  #child: ChildProcess | undefined
  #restart: NodeJS.Timeout | undefined
  #picture: { widthPx: number; heightPx: number; fps: number } | undefined
  #isPublishing = false
  #failures = 0

  constructor(settings: SourceSettings, log: Logger) {
    this.#settings = settings
    this.#log = log
    this.#life.add('live source process', () => this.#end())
    this.prepared.catch(() => {})
    this.#start()
  }

  get prepared(): Promise<void> {
    return this.#prepared.promise
  }

  /** Size and frame rate of what is published, once prepared. */
  get picture(): { readonly widthPx: number; readonly heightPx: number; readonly fps: number } | undefined {
    return this.#picture
  }

  /** Whether the receiver takes the stream just now. */
  get isPublishing(): boolean {
    return this.#isPublishing
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Ends publishing and the process. */
  close(): Promise<void> {
    return this.#life.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #start(): void {
    const child = fork(program, [], {
      serialization: 'advanced',
      // TZ, because the clock shows local time; nothing else of ours.
      env: process.env.TZ === undefined ? {} : { TZ: process.env.TZ },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    })
    this.#child = child
    let stderr = ''
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      stderr = (stderr + text).slice(-keptStderrBytes)
    })
    child.on('message', (report: SourceReport) => this.#onReport(report))
    child.on('error', (err) => this.#log.warn({ err }, 'live source process error'))
    child.once('exit', (code, signal) => {
      // What it complained about may come after its end.
      setImmediate(() => this.#onExit(signal ?? `code ${code}`, stderr))
    })
    child.send(this.#settings, () => {})
  }

  #onReport(report: SourceReport): void {
    const { file } = this.#settings
    if (report.type === 'preparing') this.#log.info({ file }, 'encoding the source clip once')
    if (report.type === 'prepared') {
      const { widthPx, heightPx, fps } = report
      this.#picture = { widthPx, heightPx, fps }
      this.#prepared.resolve()
    }
    if (report.type === 'unusable')
      this.#prepared.reject(new SourceFileError({ file: report.file, reason: report.reason }))
    if (report.type === 'publishing') {
      this.#isPublishing = true
      this.#log.info({ file }, 'live source publishing')
    }
    if (report.type === 'interrupted') this.#onInterruption(report.reason)
  }

  /** Said when the stream breaks, and once more when trying again does not help: the key may be refused. */
  #onInterruption(reason: string): void {
    if (this.#isPublishing) this.#log.warn({ reason }, 'live source interrupted, connecting again')
    this.#failures = this.#isPublishing ? 1 : this.#failures + 1
    if (this.#failures === failuresWorthTelling) this.#log.warn({ reason }, 'live source cannot connect')
    this.#isPublishing = false
  }

  #onExit(exit: string, stderr: string): void {
    this.#isPublishing = false
    this.#child = undefined
    const { file } = this.#settings
    this.#prepared.reject(new SourceFileError({ file, reason: `the process ended with ${exit}` }))
    if (this.#life.isClosed || !this.#picture) return
    // Whatever it was about, the address with its stream key stays out of the log.
    const complaint = stderr.replaceAll(this.#settings.rtmpUrl, '[address]').trim()
    this.#log.warn({ exit, complaint }, 'live source process ended by itself, starting it again')
    this.#restart = setTimeout(() => this.#start(), restartMs)
  }

  async #end(): Promise<void> {
    clearTimeout(this.#restart)
    const child = this.#child
    if (!child || child.exitCode !== null || child.signalCode !== null) return
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    if (child.connected) child.disconnect()
    const impatient = setTimeout(() => child.kill('SIGKILL'), stopTimeoutMs)
    await exited
    clearTimeout(impatient)
  }
}
