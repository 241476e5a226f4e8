import { existsSync, readdirSync } from 'node:fs'
import type { Logger } from '@millrace/common'
import type { ChosenDevice, EncoderDevice } from './device-types.ts'
import { DeviceRefusedError } from './errors.ts'
import { WorkerProcess } from './worker-process.ts'

/** `auto` takes the first device that works, and the software where none does. */
export type EncoderChoice = 'auto' | 'software' | EncoderDevice

export interface ChooseDeviceDependencies {
  readonly log: Logger
  /** Devices that `auto` tries, the best first; those that this machine seems to have by default. */
  readonly preference?: readonly EncoderDevice[]
}

const trialTimeoutMs = 60_000

/**
 * Finds what encodes: each device is tried with a real sample in a process of its own, so that a driver that crashes or
 * hangs takes nothing with it.
 * @returns undefined for the software.
 * @throws {DeviceRefusedError} when a device was demanded and does not work.
 */
export async function chooseDevice(
  choice: EncoderChoice,
  { log, preference = presentDevices() }: ChooseDeviceDependencies,
): Promise<ChosenDevice | undefined> {
  if (choice === 'software') return undefined
  if (choice !== 'auto') return tryDevice(choice, log)
  for (const device of preference) {
    try {
      return await tryDevice(device, log)
    } catch (err) {
      if (!(err instanceof DeviceRefusedError)) throw err
      log.info({ err, device }, 'encoder device does not work here')
    }
  }
  return undefined
}

/** Drivers show themselves as files; where they do not, every device is worth a try. */
export function presentDevices(): readonly EncoderDevice[] {
  if (process.platform !== 'linux') return ['nvenc', 'qsv', 'vaapi']
  const hasNvidia = existsSync('/dev/nvidiactl') || existsSync('/dev/dxg')
  const hasRender =
    existsSync('/dev/dri') && readdirSync('/dev/dri').some((name) => name.startsWith('renderD'))
  return [...(hasNvidia ? (['nvenc'] as const) : []), ...(hasRender ? (['qsv', 'vaapi'] as const) : [])]
}

async function tryDevice(device: EncoderDevice, log: Logger): Promise<ChosenDevice> {
  const worker = new WorkerProcess({ preset: 'veryfast', threads: 0 }, { log })
  try {
    await worker.ready
    const answer = await worker.run({ type: 'trial', jobId: 0, device }, { timeoutMs: trialTimeoutMs })
    if (answer.type !== 'tried') {
      const reason = answer.type === 'failed' || answer.type === 'refused' ? answer.reason : answer.type
      throw new DeviceRefusedError({ device, reason })
    }
    log.info({ device, maxSessions: answer.maxSessions }, 'encoder device works')
    return { id: device, maxSessions: answer.maxSessions }
  } catch (error) {
    if (error instanceof DeviceRefusedError) throw error
    throw new DeviceRefusedError({ device, reason: 'its driver ended the process', cause: error })
  } finally {
    await worker.stop()
  }
}
