import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import type { Place } from './relay.ts'

/** How a network joins a host to itself. */
export interface Joint {
  /** Where others reach the host. */
  readonly address: string
  /** What its own programs listen on. */
  readonly ownAddress: string
  /** The command that starts a program on it; none where hosts are only addresses. */
  readonly startWith: readonly string[]
  /** Lets others reach a port that a program of this host listens on. */
  serve(port: number): Promise<void>
  /** Where programs of this host reach another place. */
  reach(place: Place): Promise<Place>
  /** Parts it from all others, or joins it again. */
  cut(isCut: boolean): void
  remove(): Promise<void>
}

export interface Started {
  readonly facts: Readonly<Record<string, unknown>>
  kill(): Promise<void>
}

const keptOutput = 10_000

/** One machine of the network that a test lays out. */
export class Host {
  readonly name: string
  readonly #joint: Joint
  readonly #children: ChildProcess[] = []
  #output = ''

  constructor(name: string, joint: Joint) {
    this.name = name
    this.#joint = joint
  }

  get address(): string {
    return this.#joint.address
  }

  get ownAddress(): string {
    return this.#joint.ownAddress
  }

  get startWith(): readonly string[] {
    return this.#joint.startWith
  }

  /** The end of what its programs printed. */
  get output(): string {
    return this.#output
  }

  async serve(...ports: readonly number[]): Promise<void> {
    for (const port of ports) await this.#joint.serve(port)
  }

  reach(place: Place): Promise<Place> {
    return this.#joint.reach(place)
  }

  /** Starts a program on this host. @returns its ready message, once it comes */
  async start(program: URL, args: readonly string[]): Promise<Started> {
    const [execPath = process.execPath, ...startWith] = [...this.startWith, process.execPath]
    const child = fork(program, args, {
      execPath,
      execArgv: [...startWith, '--disable-warning=ExperimentalWarning'],
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      env: { PATH: process.env.PATH },
    })
    this.#children.push(child)
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#output = (this.#output + chunk).slice(-keptOutput)
      })
    const ended = once(child, 'exit').then(() => {
      throw new Error(`${this.name} ended before it was ready:\n${this.#output}`)
    })
    // Ends after that are no failure here.
    ended.catch(() => {})
    const [facts] = await Promise.race([once(child, 'message'), ended])
    return { facts: facts as Readonly<Record<string, unknown>>, kill: () => stop(child) }
  }

  /** Nothing reaches this host and nothing comes from it. */
  cutOff(): void {
    this.#joint.cut(true)
  }

  joinAgain(): void {
    this.#joint.cut(false)
  }

  async remove(): Promise<void> {
    await Promise.all(this.#children.map(stop))
    await this.#joint.remove()
  }
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const exited = once(child, 'exit')
  child.kill('SIGKILL')
  await exited
}
