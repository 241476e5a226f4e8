import { availableParallelism } from 'node:os'
import type { Emitter, Lifecycle, Logger } from '@millrace/common'
import { readSecretFile, SettingsError } from '@millrace/daemon'
import { chooseDevice, TranscoderPool } from '@millrace/media'
import type { TranscoderHandlers } from '@millrace/wire'
import type { SettingsStore } from '../../state/settings-store.ts'
import { machineCapacity } from '../capacity/measured-capacity.ts'
import type { OrchestratorConfig } from '../config.ts'
import type { OrchestratorEvents } from '../events.ts'
import { TranscoderFleet } from './fleet.ts'
import { LocalTranscoder } from './local-transcoder.ts'
import { RegistrationDesk } from './registration-desk.ts'

export interface TranscodersContext {
  readonly settings: SettingsStore
  readonly events: Emitter<OrchestratorEvents>
  readonly serviceUri: () => string
  /** Whose transcoders these are: the recipient's address, or `offchain`. */
  readonly orchestratorId: () => string
  readonly onCapacity: (pixelsPerSecond: number) => void
  readonly clock: { nowMs(): number }
  readonly life: Lifecycle
  readonly log: Logger
}

/** All that transcodes for this node. */
export interface Transcoders {
  readonly fleet: TranscoderFleet
  /** Undefined takes in no transcoders of other machines. */
  readonly handlers: TranscoderHandlers | undefined
  /** Child processes of this machine: that transcode, and that check what others transcoded. */
  readonly pools: readonly TranscoderPool[]
}

/** More segments than this never wait for a transcoder; what sessions and uploads may hold bounds them before. */
const maxWaitingSegments = 1_000

/**
 * Opens the processes of this machine and, with a secret, the door for other machines.
 * @throws {SettingsError} when nothing could ever transcode, or the secret cannot be read.
 * @throws {TranscoderStartError} when no process comes up.
 */
export async function openTranscoders(
  config: OrchestratorConfig,
  context: TranscodersContext,
): Promise<Transcoders> {
  const { transcoderSecretFile, localTranscoding, capacityShare } = config
  if (localTranscoding === 'off' && transcoderSecretFile === undefined) {
    const problem = 'it must be set when localTranscoding is off, or nobody would transcode'
    throw new SettingsError({ setting: 'transcoderSecretFile', problem })
  }
  const secret =
    transcoderSecretFile === undefined
      ? undefined
      : readSecretFile(transcoderSecretFile, 'transcoderSecretFile')
  const { events, onCapacity, life } = context
  const log = context.log.child({ module: 'orchestrator/transcoders' })
  const fleet = life.use(
    'transcoder fleet',
    new TranscoderFleet(
      { maxWaiting: maxWaitingSegments, capacityShare },
      { log, onCapacity, onRetry: (failure) => events.emit('segmentRetried', { cause: failure }) },
    ),
  )
  const local = localTranscoding === 'off' ? undefined : await openLocal(config, fleet, { ...context, log })
  if (secret === undefined) return { fleet, handlers: undefined, pools: local ? [local] : [] }
  const inspector = await openInspector(config, { life, log })
  const handlers = new RegistrationDesk(
    { secret },
    {
      fleet,
      inspector,
      log,
      orchestratorId: context.orchestratorId,
      serviceUri: context.serviceUri,
      onJoined: (transcoder) => events.emit('transcoderJoined', transcoder),
      onLeft: (transcoder) => events.emit('transcoderLeft', transcoder),
    },
  )
  return { fleet, handlers, pools: local ? [local, inspector] : [inspector] }
}

async function openLocal(
  config: OrchestratorConfig,
  fleet: TranscoderFleet,
  { life, log, settings, clock }: TranscodersContext,
): Promise<TranscoderPool> {
  const device = await chooseDevice(config.encoder, { log })
  const pool = life.use(
    'transcoders',
    await TranscoderPool.create(
      {
        device,
        maxWaiting: maxWaitingSegments,
        maxSourceBytes: config.maxSegmentBytes,
        ...(config.transcodeWorkers === undefined ? {} : { workers: config.transcodeWorkers }),
      },
      { log },
    ),
  )
  const capacityPixelsPerSecond =
    config.capacityPixelsPerSecond === 'auto'
      ? config.capacityShare * (await machineCapacity({ pool, settings, nowMs: () => clock.nowMs(), log }))
      : config.capacityPixelsPerSecond
  fleet.add(new LocalTranscoder({ capacityPixelsPerSecond }, pool))
  return pool
}

/** Own processes, so that a result never waits behind segments that are being transcoded here. */
async function openInspector(
  config: OrchestratorConfig,
  { life, log }: { life: Lifecycle; log: Logger },
): Promise<TranscoderPool> {
  const workers = Math.max(1, Math.floor((config.transcodeWorkers ?? availableParallelism()) / 2))
  const inspector = await TranscoderPool.create(
    { workers, maxWaiting: maxWaitingSegments, threads: 1 },
    { log },
  )
  return life.use('result inspectors', inspector)
}
