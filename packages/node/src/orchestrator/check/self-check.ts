import { delay, type Lifecycle, type Logger } from '@millrace/common'
import type { Address } from '@millrace/crypto'
import { SelfCheckError } from '../errors.ts'
import { checkClock } from './check-clock.ts'
import { checkReach } from './check-reach.ts'
import type { Finding } from './finding.ts'

export interface SelfCheckOptions {
  readonly mode: 'warn' | 'require'
  readonly serviceUri: string
  readonly address: Address
  readonly fingerprint: string | undefined
  readonly rpcUrl: string | undefined
}

/** Names and port forwardings that come up with the node need a moment. */
const attempts = 5
const pauseMs = 1_000

/**
 * Looks at the start whether gateways reach this very node, and whether its clock is right.
 * @throws {SelfCheckError} when that is required and not so; otherwise it is logged, and the node goes on meanwhile.
 */
export async function checkSelf(
  options: SelfCheckOptions,
  { life, log }: { life: Lifecycle; log: Logger },
): Promise<void> {
  const run = async () => {
    const problems = await findProblems(options, life.signal)
    for (const { text, advice } of problems) log.warn({ text, advice }, 'self-check found something')
    if (problems.length === 0) log.info({ serviceUri: options.serviceUri }, 'self-check found all well')
    return problems
  }
  if (options.mode === 'warn') {
    run().catch((err: unknown) => log.debug({ err }, 'self-check broke off'))
    return
  }
  const [first] = (await run()).filter(({ state }) => state === 'problem')
  if (first) throw new SelfCheckError(first)
}

async function findProblems(
  { serviceUri, address, fingerprint, rpcUrl }: SelfCheckOptions,
  signal: AbortSignal,
): Promise<readonly Finding[]> {
  const clock = rpcUrl === undefined ? [] : [await checkClock(rpcUrl)]
  for (let attempt = 1; ; attempt++) {
    const reach = await checkReach({ serviceUri, address, fingerprint, signal })
    signal.throwIfAborted()
    const problems = [...clock, ...reach].filter(({ state }) => state !== 'good')
    if (reach.every(({ state }) => state === 'good') || attempt === attempts) return problems
    await delay(pauseMs, { signal })
  }
}
