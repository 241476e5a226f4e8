import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below those that Linux gives away by itself (`ip_local_port_range`). */
const [first, count] = [20_000, 12_000]

/**
 * A port of this machine that nobody listens on, for a program that starts later, or again: while it is free it does not
 * become the near end of somebody's connection, nor is it given to who asks for any.
 */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = first + Math.floor(Math.random() * count)
    if (await isFree(port)) return port
  }
}

async function isFree(port: number): Promise<boolean> {
  const probe = createServer().listen(port, '127.0.0.1')
  try {
    await once(probe, 'listening')
  } catch {
    return false
  }
  probe.close()
  await once(probe, 'close')
  return true
}
