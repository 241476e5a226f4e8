import { createHash } from 'node:crypto'
import { Emitter, Lifecycle, type Listenable, type Logger, silentLogger } from '@millrace/common'
import { readSecretFile, readSettings, SettingsError } from '@millrace/daemon'
import { chooseDevice, measureCapacity, TranscoderPool } from '@millrace/media'
import {
  createCapabilities,
  maxSegmentBytes,
  ownCapabilities,
  pixelsPerSecondOfSession,
  protocolVersion,
  RegistrationRefusedError,
  type RegistrationState,
  stayRegistered,
  TranscoderClient,
  type TranscoderOffer,
  WireFormatError,
} from '@millrace/wire'
import { OperatorApi } from '../daemon/operator/operator-api.ts'
import { lockDataDir } from '../state/data-dir-lock.ts'
import { prepareDataDir } from '../state/database.ts'
import { type TranscoderConfig, type TranscoderConfigInput, transcoderConfigSchema } from './config.ts'
import type { TranscoderEvents } from './events.ts'
import { TaskFigures } from './metrics.ts'
import { transcoderRoutes } from './operator/routes.ts'
import { TaskWork } from './task-work.ts'

export interface TranscoderDependencies {
  /** Nothing is logged by default. */
  readonly log?: Logger
}

/** What the operator API answers as status. */
export interface TranscoderRoleStatus {
  readonly orchestrator: string
  readonly state: RegistrationState | 'stopped'
  readonly capacityPixelsPerSecond: number
  readonly workers: number
  readonly segmentsInFlight: number
  readonly segmentsDone: number
  readonly segmentsFailed: number
}

/** Tasks held at once for each process: some more than run, so that none of them waits for its source. */
const tasksPerWorker = 4

/** The transcoder role: registers with one orchestrator and transcodes its segments in child processes. */
export class Transcoder {
  readonly #config: TranscoderConfig
  readonly #log: Logger
  readonly #life = new Lifecycle()
  readonly #figures = new TaskFigures()
  readonly #leaving = new AbortController()
  readonly #events: Emitter<TranscoderEvents>
  readonly #ended = Promise.withResolvers<never>()
  #state: RegistrationState | 'stopped' = 'connecting'
  #capacityPixelsPerSecond = 0
  #status: () => TranscoderRoleStatus = () => {
    throw new Error('The transcoder is not open yet.')
  }
  #operatorUrl = ''
  #origin = ''

  private constructor(config: TranscoderConfig, log: Logger) {
    this.#config = config
    this.#log = log
    this.#events = new Emitter((err) => log.error({ err }, 'listener failed'))
    this.#ended.promise.catch(() => {})
  }

  /**
   * Starts the role with settings as they are written in its file; it then registers, and stays registered, in the background.
   * @throws {SettingsError | DataDirError | DataDirLockedError | ListenError | TranscoderStartError}
   */
  static async create(
    settings: TranscoderConfigInput,
    { log = silentLogger() }: TranscoderDependencies = {},
  ): Promise<Transcoder> {
    const transcoder = new Transcoder(readSettings(transcoderConfigSchema, settings), log)
    try {
      await transcoder.#open()
      return transcoder
    } catch (error) {
      await transcoder.close()
      throw error
    }
  }

  /** Rejects with a SettingsError when the orchestrator wants no such transcoder: its cause is the refusal. */
  get failed(): Promise<never> {
    return this.#ended.promise
  }

  /** What happens, as `events.on('segmentDone', listener)`; a listener that fails is logged and changes nothing. */
  get events(): Listenable<TranscoderEvents> {
    return this.#events
  }

  get operatorUrl(): string {
    return this.#operatorUrl
  }

  /** Where the orchestrator is. */
  get orchestrator(): string {
    return this.#origin
  }

  get capacityPixelsPerSecond(): number {
    return this.#capacityPixelsPerSecond
  }

  get status(): TranscoderRoleStatus {
    return this.#status()
  }

  /** Takes no more segments, finishes those at work within `drainMs`, and ends. */
  close(): Promise<void> {
    return this.#life.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  async #open(): Promise<void> {
    const { dataDir, transcodeWorkers, capacityPixelsPerSecond } = this.#config
    prepareDataDir(dataDir)
    this.#life.use('data folder lock', lockDataDir(dataDir))
    const client = this.#life.use('connection to the orchestrator', this.#openClient())
    this.#origin = client.origin
    const log = this.#log.child({ module: 'transcoder/processes' })
    const device = await chooseDevice(this.#config.encoder, { log })
    const pool = this.#life.use(
      'child processes',
      await TranscoderPool.create(
        {
          device,
          maxSourceBytes: maxSegmentBytes,
          ...(transcodeWorkers === undefined ? {} : { workers: transcodeWorkers }),
        },
        { log },
      ),
    )
    this.#capacityPixelsPerSecond =
      capacityPixelsPerSecond === 'auto' ? await measureCapacity(pool) : capacityPixelsPerSecond
    const { workers } = pool.stats
    const offer = this.#offer(workers)
    const work = new TaskWork(
      { capabilities: offer.capabilities, maxTasks: workers * tasksPerWorker },
      {
        client,
        pool,
        figures: this.#figures,
        events: this.#events,
        log: this.#log.child({ module: 'transcoder/segments' }),
      },
    )
    this.#watch(pool, work)
    await this.#openOperator()
    this.#life.add('segments at work', () => this.#leave(work))
    void this.#stayRegistered({ client, offer, work })
  }

  #openClient(): TranscoderClient {
    const { orchestrator, secretFile, orchestratorFingerprint: pinned } = this.#config
    const secret = readSecretFile(secretFile, 'secretFile')
    const acceptPeer = ({ certificate }: { certificate: Uint8Array }) =>
      createHash('sha256').update(certificate).digest('hex') === pinned
    try {
      return new TranscoderClient(
        { orchestratorUri: orchestrator, secret },
        pinned === undefined ? {} : { acceptPeer },
      )
    } catch (cause) {
      if (!(cause instanceof WireFormatError)) throw cause
      throw new SettingsError({ setting: 'orchestrator', problem: 'it is no http(s) address', cause })
    }
  }

  #offer(workers: number): TranscoderOffer {
    const sessions = Math.floor(this.#capacityPixelsPerSecond / pixelsPerSecondOfSession)
    return {
      capacity: Math.max(workers, sessions),
      pixelsPerSecond: this.#capacityPixelsPerSecond,
      capabilities: createCapabilities({ capabilities: ownCapabilities, version: protocolVersion }),
    }
  }

  #watch(pool: TranscoderPool, work: TaskWork): void {
    this.#figures.watch({
      isRegistered: () => this.#state === 'registered',
      capacityPixelsPerSecond: () => this.#capacityPixelsPerSecond,
      segmentsInFlight: () => work.inFlight,
      workers: () => pool.stats.workers,
      workersLost: () => pool.stats.workersLost,
      cpuSeconds: () => pool.stats.cpuSeconds,
      deviceSegments: () => pool.stats.deviceSegments,
      deviceFailures: () => pool.stats.deviceFailures,
      isDeviceOut: () => pool.stats.isDeviceOut,
      pools: () => [pool],
    })
    const figures = this.#figures
    this.#status = () => ({
      orchestrator: this.#origin,
      state: this.#state,
      capacityPixelsPerSecond: this.#capacityPixelsPerSecond,
      workers: pool.stats.workers,
      segmentsInFlight: work.inFlight,
      segmentsDone: figures.segmentsDone,
      segmentsFailed: figures.segmentsFailed,
    })
  }

  async #openOperator(): Promise<void> {
    const notReady = () =>
      this.#state === 'registered' ? undefined : `not registered with its orchestrator (${this.#state})`
    const operator = await OperatorApi.create(
      { role: 'transcoder', settings: this.#config },
      {
        metrics: this.#figures.registry,
        notReady,
        register: (app) => transcoderRoutes.register(app, { status: () => this.status }),
        log: this.#log,
      },
    )
    this.#life.use('operator API', operator)
    this.#operatorUrl = operator.url
  }

  async #stayRegistered({
    client,
    offer,
    work,
  }: {
    client: TranscoderClient
    offer: TranscoderOffer
    work: TaskWork
  }): Promise<void> {
    try {
      await stayRegistered(
        {},
        {
          client,
          offer: () => offer,
          onNotice: (notice) => work.take(notice),
          onState: (state) => this.#enter(state),
          signal: this.#leaving.signal,
          log: this.#log.child({ module: 'transcoder/registration' }),
        },
      )
    } catch (error) {
      this.#ended.reject(error instanceof RegistrationRefusedError ? settingOf(error) : error)
    }
    this.#state = 'stopped'
  }

  #enter(state: RegistrationState): void {
    const before = this.#state
    this.#state = state
    if (state === before) return
    if (state === 'registered') this.#events.emit('registered', { orchestrator: this.#origin })
    if (before === 'registered') this.#events.emit('disconnected', { orchestrator: this.#origin })
  }

  /** Ending the stream tells the orchestrator; the connection stays open for the results. */
  async #leave(work: TaskWork): Promise<void> {
    const { inFlight } = work
    this.#leaving.abort()
    const isDone = await work.drain(this.#config.drainMs)
    if (!isDone) this.#log.warn({ inFlight: work.inFlight }, 'segments given up')
    else if (inFlight > 0) this.#log.info({ inFlight }, 'segments at work finished')
  }
}

/** What was refused is a setting: whoever reads the error is to know which one. */
function settingOf(refusal: RegistrationRefusedError): SettingsError {
  const setting = refusal.reason === 'secret' ? 'secretFile' : 'capacityPixelsPerSecond'
  return new SettingsError({ setting, problem: refusal.message.replace(/\.$/, ''), cause: refusal })
}
