/**
 * Time until a stream has a session: 100 orchestrators with real TLS in other processes, on loopback. Cold: a gateway
 * that has just started, until the session that its selection picks among at least 90 answers is ready. Warm: streams
 * that begin later. Floor: the bare TLS handshakes and one round trip each. Turns alternate; medians. `--turns N`.
 */
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { availableParallelism, cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { cpuMs } from './discovery/cpu.ts'
import type { HostedOrchestrator } from './discovery/facts.ts'
import { bareHandshakes } from './discovery/floor.ts'
import { type DiscoveryTimes, discover } from './discovery/gateway-side.ts'
import type { BenchContext } from './main.ts'

const orchestratorCount = 100
const hosts = 2
const leastAnswers = 90
const warmStreams = 20

export default async function discovery({ args, log }: BenchContext): Promise<Record<string, unknown>> {
  const { values } = parseArgs({ args: [...args], options: { turns: { type: 'string', default: '15' } } })
  const children = Array.from({ length: hosts }, () =>
    fork(join(import.meta.dirname, 'discovery/host.ts'), [String(orchestratorCount / hosts)]),
  )
  try {
    const lists = await Promise.all(
      children.map(async (child): Promise<HostedOrchestrator[]> => (await once(child, 'message'))[0]),
    )
    const orchestrators = lists.flat()
    const floors: FloorTimes[] = []
    const times: DiscoveryTimes[] = []
    const cpuOfAll = async () => {
      const each = children.map(async (child): Promise<number> => {
        child.send('cpu')
        return (await once(child, 'message'))[0]
      })
      return (await Promise.all(each)).reduce((sum, one) => sum + one, cpuMs())
    }
    for (let turn = 0; turn < Number(values.turns); turn++) {
      const beforeMs = await cpuOfAll()
      const floor = await bareHandshakes(orchestrators)
      floors.push({ ...floor, cpuMs: (await cpuOfAll()) - beforeMs })
      times.push(await inFolder((dataDir) => discover(orchestrators, { dataDir, warmStreams, cpuOfAll })))
      log(
        `turn ${turn + 1}: floor ${round(floors.at(-1)?.allMs ?? 0)}, cold ${round(times.at(-1)?.coldMs ?? 0)}`,
      )
    }
    return figuresOf(floors, times)
  } finally {
    for (const child of children) child.disconnect()
  }
}

interface FloorTimes {
  readonly ninetiethMs: number
  readonly allMs: number
  readonly cpuMs: number
}

function figuresOf(floors: readonly FloorTimes[], times: readonly DiscoveryTimes[]) {
  const answers = Math.min(...times.map((one) => one.answers))
  if (answers < leastAnswers) throw new Error(`Only ${answers} had answered when the choice was made.`)
  const floorMs = rank(
    floors.map(({ allMs }) => allMs),
    0.5,
  )
  const coldMs = rank(
    times.map((one) => one.coldMs),
    0.5,
  )
  const warm = times.flatMap(({ warmMs }) => warmMs)
  return {
    bench: 'discovery',
    coldMs: round(coldMs),
    floorMs: round(floorMs),
    coldToFloor: round(coldMs / floorMs, 2),
    floorOf90Ms: round(
      rank(
        floors.map(({ ninetiethMs }) => ninetiethMs),
        0.5,
      ),
    ),
    /** In a process that has just started: code is not compiled yet, for the floor neither. */
    firstColdMs: round(times[0]?.coldMs ?? 0),
    firstFloorMs: round(floors[0]?.allMs ?? 0),
    warmMs: round(rank(warm, 0.5)),
    warmP95Ms: round(rank(warm, 0.95)),
    /** Of all processes together: what a busy machine changes least. */
    coldCpuMs: round(
      rank(
        times.map((one) => one.cpuMs),
        0.5,
      ),
    ),
    floorCpuMs: round(
      rank(
        floors.map((one) => one.cpuMs),
        0.5,
      ),
    ),
    leastAnswers: answers,
    orchestrators: orchestratorCount,
    machine: `${availableParallelism()} cores, ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}`,
  }
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'millrace-discovery-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function rank(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)] ?? 0
}

function round(value: number, places = 1): number {
  return Number(value.toFixed(places))
}
