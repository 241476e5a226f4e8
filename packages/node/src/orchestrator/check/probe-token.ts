import { createHmac, timingSafeEqual } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { type Clock, systemClock } from '@millrace/common'
import { ownTokenFile } from '../../daemon/operator/tokens.ts'

/** Long enough to carry it to another machine and measure from there. */
const probeTokenMs = 600_000
const tokenPattern = /^(\d{13})\.[0-9a-f]{64}$/

/**
 * Makes a token with which the line to the node of a data folder can be measured for ten minutes. Whoever reads the
 * folder can make one, while the node runs or not; it opens nothing else.
 * @returns undefined when no node has started in that folder
 */
export async function createProbeToken(
  dataDir: string,
  clock: Clock = systemClock,
): Promise<string | undefined> {
  const secret = await readSecret(dataDir)
  return secret && sign(secret, clock.nowMs() + probeTokenMs)
}

/** Whether a token was made for the node of this data folder, and still holds. */
export async function isProbeToken(
  dataDir: string,
  token: string,
  clock: Clock = systemClock,
): Promise<boolean> {
  const endsAtMs = Number(tokenPattern.exec(token)?.[1])
  const leftMs = endsAtMs - clock.nowMs()
  // Strangers' tokens do not get as far as the disk.
  if (!(leftMs > 0 && leftMs <= probeTokenMs)) return false
  const secret = await readSecret(dataDir)
  return secret !== undefined && timingSafeEqual(Buffer.from(token), Buffer.from(sign(secret, endsAtMs)))
}

/** The end is in the text; the operator's own token, which may do everything, does not come out of it. */
function sign(secret: string, endsAtMs: number): string {
  const ends = String(endsAtMs)
  return `${ends}.${createHmac('sha256', secret).update(`measure the line until ${ends}`).digest('hex')}`
}

/** Read each time: the token is made after the service port is open, and may be changed by hand. */
async function readSecret(dataDir: string): Promise<string | undefined> {
  const text = await readFile(ownTokenFile(dataDir), 'utf8').catch(() => '')
  return text.trim() || undefined
}
