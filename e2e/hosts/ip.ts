/** Linux's program for networks, and what this project's tests call the things that they make with it. */
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

/** Runs `ip`. @throws when it is not there, or refuses */
export function ip(...args: readonly string[]): string {
  return execFileSync(ip.program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

/** Not everybody's path leads to what administrators use. */
ip.program =
  [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/sbin']
    .map((folder) => join(folder, 'ip'))
    .find((file) => existsSync(file)) ?? 'ip'

/** Names that tell which test run a thing belongs to; those of links have 15 letters at the most. */
export function namesOf(slot: number, host = 0) {
  return {
    bridge: `millrace-b${slot}`,
    namespace: `${prefixOf(slot)}${host}`,
    cable: `${cablesOf(slot)}${host}`,
  }
}

const prefixOf = (slot: number) => `millrace-${slot}-`
const cablesOf = (slot: number) => `mr-${slot}-`

/** Removes whatever is left of a test run; what runs in it is not touched. */
export function removeSlot(slot: number): void {
  for (const line of ip('netns', 'list').split('\n')) {
    const [name = ''] = line.split(' ')
    if (name.startsWith(prefixOf(slot))) attempt('netns', 'delete', name)
  }
  // A namespace that was deleted lives on with its cable while connections in it time out.
  const links = JSON.parse(ip('-json', 'link', 'show', 'type', 'veth')) as readonly { ifname?: string }[]
  for (const { ifname = '' } of links) {
    if (ifname.startsWith(cablesOf(slot))) attempt('link', 'delete', ifname)
  }
  attempt('link', 'delete', namesOf(slot).bridge)
}

export function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

/** Somebody else may clear away the same. */
function attempt(...args: readonly string[]): void {
  try {
    ip(...args)
  } catch {}
}
