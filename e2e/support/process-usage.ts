import { readFileSync } from 'node:fs'

export interface ProcessUsage {
  readonly residentBytes: number
  readonly cpuSeconds: number
}

/** What a process takes, as the kernel counts it. */
export function usageOf(pid: number | undefined): ProcessUsage {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8')
  const times = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const residentBytes = Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) * 1024
  return { residentBytes, cpuSeconds: (Number(times[11]) + Number(times[12])) / 100 }
}
