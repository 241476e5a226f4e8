import { type Clock, Lifecycle, type Logger, systemClock } from '@millrace/common'
import { HttpServer } from '@millrace/daemon/http'
import type { Registry } from 'prom-client'
import packageJson from '../../../package.json' with { type: 'json' }
import { operatorApp } from './app.ts'
import type { CommonDependencies } from './common-routes.ts'
import { NodeMetrics } from './node-metrics.ts'
import { removeOperatorFile, writeOperatorFile } from './operator-file.ts'
import type { OperatorHono } from './route.ts'
import { OperatorTokens } from './tokens.ts'

/** A role's settings, of which these are needed here. */
interface OperatorSettings {
  readonly dataDir: string
  readonly operatorHost: string
  readonly operatorPort: number
}

export interface OperatorApiOptions {
  readonly role: string
  /** All settings of the role: it shows them, without what is secret. */
  readonly settings: OperatorSettings
}

export interface OperatorApiDependencies extends Pick<CommonDependencies, 'notReady'> {
  /** The role’s metrics, of its own; those of every role are added. */
  readonly metrics: Registry
  /** Adds what this role answers besides what all do. */
  readonly register: (app: OperatorHono) => void
  readonly clock?: Clock
  readonly log: Logger
}

/**
 * What whoever runs this node sees and changes, over HTTP: health and description for everybody, all else for those
 * who show a token. Meant for loopback.
 */
export class OperatorApi {
  readonly url: string
  readonly #life: Lifecycle

  private constructor(url: string, life: Lifecycle) {
    this.url = url
    this.#life = life
  }

  /**
   * Listens, and leaves token and address in the data folder for those who may read it.
   * @throws {ListenError | DataDirError} naming the setting or the file.
   */
  static async create(
    { role, settings }: OperatorApiOptions,
    { metrics, notReady, register, clock = systemClock, log: parent }: OperatorApiDependencies,
  ): Promise<OperatorApi> {
    const { dataDir, operatorHost: host, operatorPort: port } = settings
    const log = parent.child({ module: `${role}/operator` })
    const tokens = await OperatorTokens.open({ dataDir }, clock)
    await tokens.ensureOwn()
    const common = {
      role,
      version: packageJson.version,
      startedAtMs: clock.nowMs(),
      settings,
      metrics,
      notReady,
    }
    const nodeMetrics = new NodeMetrics(metrics, { role, version: packageJson.version, notReady })
    const app = operatorApp({ host }, { common, nodeMetrics, tokens, register, clock, log })
    const life = new Lifecycle()
    const server = life.use(
      'operator port',
      await HttpServer.listen({ host, port, setting: 'operatorPort' }, { app }),
    )
    const url = `http://${reachable(host)}:${server.port}`
    try {
      await writeOperatorFile(dataDir, { url, pid: process.pid, role })
    } catch (error) {
      await life.close()
      throw error
    }
    life.add('operator file', () => removeOperatorFile(dataDir))
    return new OperatorApi(url, life)
  }

  /** Idempotent. */
  close(): Promise<void> {
    return this.#life.close()
  }
}

/** An address to listen on everywhere is reached at this machine's own. */
function reachable(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
