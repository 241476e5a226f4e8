import { createHash, X509Certificate } from 'node:crypto'
import type { Lifecycle, Logger } from '@millrace/common'
import { ListenError, SettingsError } from '@millrace/daemon'
import {
  createSelfSignedCertificate,
  createSourceFetcher,
  type OrchestratorHandlers,
  OrchestratorServer,
  type ServerCertificate,
  ServerListenError,
  type TranscoderHandlers,
} from '@millrace/wire'
import { z } from 'zod'
import type { SettingsStore } from '../state/settings-store.ts'
import { isProbeToken } from './check/probe-token.ts'
import type { OrchestratorConfig } from './config.ts'

type ServiceConfig = Pick<
  OrchestratorConfig,
  | 'dataDir'
  | 'host'
  | 'port'
  | 'serviceUri'
  | 'register'
  | 'maxSegmentBytes'
  | 'maxUploadBytes'
  | 'allowPrivateSourceUris'
>

/** A certificate that ends so soon is replaced at the next start. */
const renewalMs = 60 * 24 * 3_600_000
const keptCertificateSchema = z.object({ host: z.string(), cert: z.string(), key: z.string() })
type KeptCertificate = z.output<typeof keptCertificateSchema>

interface ListenContext {
  /** A socket that listens already. */
  readonly socketFd: number | undefined
  readonly log: Logger
  readonly life: Lifecycle
  readonly transcoders: TranscoderHandlers | undefined
  /** Keeps the certificate, so that whoever pins it is not turned away after a restart. */
  readonly settings: SettingsStore
}

/** The service port, and the URI that gateways are given for it, which is known once a free port was taken. */
export class ServiceAddress {
  readonly #config: ServiceConfig
  #uri: string | undefined
  #fingerprint: string | undefined
  #server: OrchestratorServer | undefined

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

  /** SHA-256 of the certificate, in hexadecimal; undefined without TLS. */
  get fingerprint(): string | undefined {
    return this.#fingerprint
  }

  /** Returns once what gateways have asked for is answered, or the signal aborts. */
  async answered(signal: AbortSignal): Promise<void> {
    await this.#server?.answered(signal)
  }

  /** Takes no more connections, and returns once what is on those there are is answered, or the signal aborts. */
  async finish(signal: AbortSignal): Promise<void> {
    await this.#server?.finish(signal)
  }

  /** @throws {ListenError} naming the setting. */
  async listen(
    handlers: OrchestratorHandlers,
    { log, life, transcoders, settings, socketFd }: ListenContext,
  ): Promise<void> {
    const { dataDir, host, port, serviceUri, maxSegmentBytes, maxUploadBytes, allowPrivateSourceUris } =
      this.#config
    const isPlain = serviceUri?.startsWith('http:') === true
    const reachableHost = serviceUri === undefined ? urlHost(host) : new URL(serviceUri).hostname
    try {
      const server = await OrchestratorServer.create(
        {
          host,
          port,
          socketFd,
          serviceHost: reachableHost,
          certificate: isPlain ? 'plain-text' : this.#keptCertificate(settings, reachableHost),
          limits: { maxSegmentBytes, maxBufferedBytes: maxUploadBytes },
        },
        {
          handlers,
          log: log.child({ module: 'orchestrator/service' }),
          transcoders,
          mayProbe: (token) => isProbeToken(dataDir, token),
          fetchSource: createSourceFetcher({ allowsPrivate: allowPrivateSourceUris }),
        },
      )
      life.use('service port', server)
      this.#server = server
      this.#uri = serviceUri?.replace(/\/+$/, '') ?? `https://${reachableHost}:${server.port}`
    } catch (error) {
      if (!(error instanceof ServerListenError)) throw error
      throw new ListenError({ host, port, setting: 'port', cause: error.cause })
    }
  }

  /** The certificate of earlier starts, or a new one when there is none, its time runs out or the host is another. */
  #keptCertificate(settings: SettingsStore, host: string): ServerCertificate {
    const known = readCertificate(settings)
    const isGood =
      known?.host === host && new X509Certificate(known.cert).validToDate.getTime() - Date.now() > renewalMs
    const { cert, key } = isGood ? known : createSelfSignedCertificate(host)
    if (!isGood) {
      settings.set('service-certificate', new TextEncoder().encode(JSON.stringify({ host, cert, key })))
    }
    this.#fingerprint = createHash('sha256').update(new X509Certificate(cert).raw).digest('hex')
    return { cert, key }
  }
}

function readCertificate(settings: SettingsStore): KeptCertificate | undefined {
  const bytes = settings.get('service-certificate')
  if (bytes === undefined) return undefined
  try {
    return keptCertificateSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))
  } catch {
    return undefined
  }
}

function isWildcard(host: string): boolean {
  return host === '0.0.0.0' || host === '::'
}

function urlHost(host: string): string {
  if (isWildcard(host)) return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
