import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Logger } from '@millrace/common'
import type { TranscoderPool } from '@millrace/media'
import type {
  ResultClaim,
  TranscoderHandlers,
  TranscoderRegistration,
  TranscoderStream,
  TranscoderStreamEnd,
} from '@millrace/wire'
import type { Member, TranscoderFleet } from './fleet.ts'
import { LossBook } from './loss-book.ts'
import { OpenTasks } from './open-tasks.ts'
import { RemoteTranscoder } from './remote-transcoder.ts'

export interface RegistrationDeskOptions {
  readonly secret: string
}

export interface RegistrationDeskDependencies {
  readonly fleet: TranscoderFleet
  readonly inspector: Pick<TranscoderPool, 'inspect'>
  readonly serviceUri: () => string
  /** Whose transcoders these are: the recipient's address, or `offchain`. */
  readonly orchestratorId: () => string
  readonly onJoined: (transcoder: { readonly id: string; readonly address: string }) => void
  readonly onLeft: (transcoder: {
    readonly id: string
    readonly address: string
    readonly inFlight: number
  }) => void
  readonly log: Logger
}

/** Takes transcoders of other machines into the fleet, and lets them go. */
export class RegistrationDesk implements TranscoderHandlers {
  readonly #deps: RegistrationDeskDependencies
  readonly #tasks = new OpenTasks()
  readonly #losses = new LossBook()
  readonly #present = new Set<Member>()
  readonly #hmacKey = randomBytes(32)
  readonly #secretMac: Buffer
  #nextId = 1

  constructor({ secret }: RegistrationDeskOptions, deps: RegistrationDeskDependencies) {
    this.#deps = deps
    this.#secretMac = this.#mac(secret)
  }

  /** The comparison is one of digests under a key nobody knows, so that neither length nor content shows in its time. */
  isSecret(secret: string): boolean {
    return timingSafeEqual(this.#mac(secret), this.#secretMac)
  }

  register(registration: TranscoderRegistration, stream: TranscoderStream): void {
    const { fleet, inspector, serviceUri, orchestratorId, onJoined, log } = this.#deps
    const id = `remote-${this.#nextId++}`
    const transcoder = new RemoteTranscoder(
      { id, orchestratorId: orchestratorId() },
      { registration, stream, tasks: this.#tasks, serviceUri, inspector, log },
    )
    const { address, slots, claimedPixelsPerSecond } = transcoder
    const isDistrusted = this.#losses.isDoubtful(address, fleet.nowMs)
    const member = fleet.add(transcoder, { isDistrusted })
    this.#present.add(member)
    log.info(
      { transcoder: id, address, slots, claimedPixelsPerSecond, isDistrusted },
      'transcoder registered',
    )
    onJoined({ id, address })
    stream.onEnd((end) => {
      if (end === 'draining') {
        log.info({ transcoder: id, address, inFlight: member.record.inFlight }, 'transcoder is leaving')
        fleet.changed()
      } else this.#let(member, end)
    })
  }

  source(key: string): Uint8Array | undefined {
    return this.#tasks.source(key)
  }

  claimResult(taskId: bigint): ResultClaim | undefined {
    return this.#tasks.claim(taskId)
  }

  #let(member: Member, end: TranscoderStreamEnd): void {
    if (!this.#present.delete(member)) return
    const { fleet, log, onLeft } = this.#deps
    const { id, address } = member.transcoder
    const { inFlight } = member.record
    if (end === 'lost' && inFlight > 0) this.#losses.add(address, fleet.nowMs)
    log[inFlight > 0 ? 'warn' : 'info']({ transcoder: id, address, inFlight, end }, 'transcoder left')
    fleet.remove(member)
    onLeft({ id, address, inFlight })
  }

  #mac(text: string): Buffer {
    return createHmac('sha256', this.#hmacKey).update(text).digest()
  }
}
