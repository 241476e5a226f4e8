import { createLogger } from '@millrace/common'
import { afterEach, beforeAll } from 'vitest'
import { type CheckedClip, checkedRendition, makeCheckedClip } from './checked-clip.ts'
import type { Clip } from './clip.ts'
import { GatewayHarness, type HarnessOptions } from './harness.ts'
import { type Script, ScriptedOrchestrator } from './scripted-orchestrator.ts'
import type { TestChain } from './test-chain.ts'

/** A line of the log. */
export interface Line {
  readonly msg: string
  readonly level: string
  readonly [fact: string]: unknown
}

/** A clip that is made once for the tests of a file, and what each of them starts with it, closed after each. */
export class CheckedScene {
  #clip: CheckedClip | undefined
  readonly #closing: (() => Promise<void>)[] = []

  /** To be made where tests are defined. @param segments of the clip, a second each. */
  constructor(segments: number) {
    beforeAll(async () => {
      this.#clip = await makeCheckedClip(segments)
    })
    afterEach(async () => {
      for (const close of this.#closing.splice(0).reverse()) await close()
    })
  }

  get clip(): CheckedClip {
    if (!this.#clip) throw new Error('The clip is made before the first test.')
    return this.#clip
  }

  /** @param of what it makes, where not the clip. */
  async orchestrator(
    script: Partial<Script> = {},
    { of = this.clip, chain }: { readonly of?: Clip; readonly chain?: TestChain | undefined } = {},
  ): Promise<ScriptedOrchestrator> {
    const started = await ScriptedOrchestrator.create({ clip: of, script, ...(chain && { chain }) })
    this.#closing.push(() => started.close())
    return started
  }

  /** On a machine that keeps up, with what it logs. */
  async gateway(
    options: HarnessOptions,
  ): Promise<{ readonly harness: GatewayHarness; readonly lines: readonly Line[] }> {
    const lines: Line[] = []
    const log = createLogger({ name: 'gateway', to: { write: (line) => lines.push(JSON.parse(line)) } })
    const harness = await GatewayHarness.start({
      ...options,
      config: { renditions: [checkedRendition], ...options.config },
      deps: { log, machine: { isSaturated: false }, ...options.deps },
    })
    this.#closing.push(() => harness.close())
    return { harness, lines }
  }
}
