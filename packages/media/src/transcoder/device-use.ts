import type { Logger } from '@millrace/common'
import type { Profile } from '../profile.ts'
import { type ChosenDevice, canEncodeOnDevice, type EncoderDevice } from './device-types.ts'

/** A device that fails so often in a row is not used any more. */
const mostFailures = 3

/** A part of a device for one segment. */
export interface DeviceLease {
  readonly device: EncoderDevice
  /** The segment is over; `fault` says what failed, if the device did. */
  end(fault?: string): void
  /** The segment is over, and nobody knows whose fault it was. */
  cancel(): void
}

/**
 * Who may use a device: as many renditions at once as its driver takes, and nobody once it has failed again and again.
 * Whatever it does not do is done in software.
 */
export class DeviceUse {
  readonly #chosen: ChosenDevice | undefined
  readonly #log: Logger
  #inUse = 0
  #failuresInRow = 0
  #failures = 0
  #segments = 0

  constructor(chosen: ChosenDevice | undefined, { log }: { log: Logger }) {
    this.#chosen = chosen
    this.#log = log
  }

  /** The device while it is in use. */
  get device(): EncoderDevice | undefined {
    return this.#failuresInRow < mostFailures ? this.#chosen?.id : undefined
  }

  get isOut(): boolean {
    return this.#chosen !== undefined && this.device === undefined
  }

  get failures(): number {
    return this.#failures
  }

  /** Segments that the device has done. */
  get segments(): number {
    return this.#segments
  }

  /** @returns undefined when the segment is for the software. */
  lease(profiles: readonly Profile[]): DeviceLease | undefined {
    const count = profiles.filter(canEncodeOnDevice).length
    const { device } = this
    if (device === undefined || count === 0) return undefined
    if (this.#inUse + count > (this.#chosen?.maxSessions ?? 0)) return undefined
    this.#inUse += count
    return {
      device,
      end: (fault) => {
        this.#inUse -= count
        this.#note(fault)
      },
      cancel: () => {
        this.#inUse -= count
      },
    }
  }

  #note(fault: string | undefined): void {
    if (fault === undefined) {
      this.#segments += 1
      this.#failuresInRow = 0
      return
    }
    this.#failures += 1
    this.#failuresInRow += 1
    const facts = { device: this.#chosen?.id, fault, failures: this.#failuresInRow }
    this.#log.warn(facts, 'encoder device failed, software did the segment')
    if (this.#failuresInRow === mostFailures) this.#log.error(facts, 'encoder device is not used any more')
  }
}
