import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, statSync } from 'node:fs'
import { chown, cp, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { freePort } from '../../../test/free-port.ts'

export const monitoringDir = fileURLToPath(new URL('../../../monitoring', import.meta.url))
const nobody = 65_534
/** Unprivileged where that is possible: what lies in root's own folders nobody else can run. */
const isDropped = process.getuid?.() === 0 && canAllRun('prometheus')

const answerSchema = z.object({
  status: z.enum(['success', 'error']),
  data: z.unknown().optional(),
  error: z.string().optional(),
})

/** A node to be scraped: the operator API and the token file of it. */
export interface Target {
  readonly role: string
  readonly operatorUrl: string
  readonly dataDir: string
}

/** A real Prometheus, unprivileged, with the settings of the monitoring folder and the targets filled in. */
export class PrometheusServer {
  readonly #folder: string
  readonly #url: string
  readonly #child: ChildProcess

  private constructor(folder: string, url: string, child: ChildProcess) {
    this.#folder = folder
    this.#url = url
    this.#child = child
  }

  static async start(targets: readonly Target[]): Promise<PrometheusServer> {
    const folder = await mkdtemp(join(tmpdir(), 'millrace-prometheus-'))
    await cp(monitoringDir, folder, { recursive: true })
    let settings = (await readFile(join(folder, 'prometheus.yml'), 'utf8')).replaceAll(': 15s', ': 1s')
    for (const { role, operatorUrl, dataDir } of targets) {
      const token = join(folder, `${role}.token`)
      await cp(join(dataDir, 'operator-token'), token)
      settings = settings
        .replace(`tokens/${role}\n`, `${token}\n`)
        .replace(new RegExp(`(${role}.token\\n.*\\n.*targets: ).*`), `$1["${new URL(operatorUrl).host}"]`)
    }
    await writeFile(join(folder, 'prometheus.yml'), settings)
    for (const file of await readdir(join(folder, 'alerts'))) {
      const path = join(folder, 'alerts', file)
      await writeFile(path, (await readFile(path, 'utf8')).replaceAll(/for: \d+[mh]/g, 'for: 1s'))
    }
    if (isDropped)
      for (const file of ['.', ...(await readdir(folder, { recursive: true }))])
        await chown(join(folder, file), nobody, nobody)
    const port = await freePort()
    const child = spawn(
      'prometheus',
      [
        `--config.file=${folder}/prometheus.yml`,
        `--storage.tsdb.path=${folder}/data`,
        `--web.listen-address=127.0.0.1:${port}`,
        '--log.level=error',
      ],
      { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], ...(isDropped && { uid: nobody, gid: nobody }) },
    )
    return new PrometheusServer(folder, `http://127.0.0.1:${port}`, child)
  }

  async isReady(): Promise<boolean> {
    const answer = await fetch(`${this.#url}/-/ready`).catch(() => undefined)
    return answer?.ok ?? false
  }

  /** @throws {Error} with what Prometheus says when it refuses. */
  async ask<Schema extends z.ZodType>(
    path: string,
    schema: Schema,
    parameters: Record<string, string> = {},
  ): Promise<z.output<Schema>> {
    const query = new URLSearchParams(parameters)
    const { status, data, error } = answerSchema.parse(
      await (await fetch(`${this.#url}/api/v1/${path}?${query}`)).json(),
    )
    if (status === 'error') throw new Error(`${parameters.query ?? path}: ${error}`)
    return schema.parse(data)
  }

  async close(): Promise<void> {
    const exited = once(this.#child, 'exit')
    if (this.#child.exitCode === null && this.#child.kill('SIGKILL')) await exited
    await rm(this.#folder, { recursive: true, force: true })
  }
}

function canAllRun(program: string): boolean {
  const folders = (process.env.PATH ?? '').split(delimiter)
  let path = folders.map((folder) => join(folder, program)).find(existsSync)
  for (; path !== undefined && path !== dirname(path); path = dirname(path))
    if ((statSync(path).mode & 0o001) === 0) return false
  return path !== undefined
}
