import type { Lifecycle, Logger } from '@millrace/common'
import {
  createSourceFetcher,
  type OrchestratorHandlers,
  OrchestratorServer,
  ServerListenError,
} from '@millrace/wire'
import { ListenError, SettingsError } from '../daemon/errors.ts'
import type { OrchestratorConfig } from './config.ts'

type ServiceConfig = Pick<
  OrchestratorConfig,
  | 'host'
  | 'port'
  | 'serviceUri'
  | 'register'
  | 'maxSegmentBytes'
  | 'maxUploadBytes'
  | 'allowPrivateSourceUris'
>

/** The service port, and the URI that gateways are given for it, which is known once a free port was taken. */
export class ServiceAddress {
  readonly #config: ServiceConfig
  #uri: string | undefined

  /** @throws {SettingsError} when the URI cannot be known but is to be registered. */
  constructor(config: ServiceConfig) {
    this.#config = config
    if (config.register && config.serviceUri === undefined && isWildcard(config.host)) {
      const problem = 'it must be set to register a node that listens on every address'
      throw new SettingsError({ setting: 'serviceUri', problem })
    }
  }

  /** Without a slash at its end. */
  get uri(): string {
    if (this.#uri === undefined) throw new Error('The service port does not listen yet.')
    return this.#uri
  }

  /** @throws {ListenError} naming the setting. */
  async listen(
    handlers: OrchestratorHandlers,
    { log, life }: { log: Logger; life: Lifecycle },
  ): Promise<void> {
    const { host, port, serviceUri, maxSegmentBytes, maxUploadBytes, allowPrivateSourceUris } = this.#config
    const isPlain = serviceUri?.startsWith('http:') === true
    const reachableHost = serviceUri === undefined ? urlHost(host) : new URL(serviceUri).hostname
    try {
      const server = await OrchestratorServer.create(
        {
          host,
          port,
          serviceHost: reachableHost,
          ...(isPlain ? { certificate: 'plain-text' as const } : {}),
          limits: { maxSegmentBytes, maxBufferedBytes: maxUploadBytes },
        },
        {
          handlers,
          log: log.child({ module: 'orchestrator/service' }),
          fetchSource: createSourceFetcher({ allowsPrivate: allowPrivateSourceUris }),
        },
      )
      life.use('service port', server)
      this.#uri = serviceUri?.replace(/\/+$/, '') ?? `https://${reachableHost}:${server.port}`
    } catch (error) {
      if (!(error instanceof ServerListenError)) throw error
      throw new ListenError({ host, port, setting: 'port', cause: error.cause })
    }
  }
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}

function urlHost(host: string): string {
  if (isWildcard(host)) return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
