import { type Address, isSameAddress, zeroAddress } from '@millrace/crypto'
import {
  CallRefusedError,
  ConnectFailedError,
  type EndpointProof,
  OrchestratorClient,
  WireFormatError,
} from '@millrace/wire'
import { type Finding, good } from './finding.ts'

export interface ReachOptions {
  readonly serviceUri: string
  /** The node's own key, when it is known who should answer; zero off chain. */
  readonly address?: Address | undefined
  /** SHA-256 of the node's certificate in hexadecimal, when it is known. */
  readonly fingerprint?: string | undefined
  readonly timeoutMs?: number
  readonly signal?: AbortSignal
}

const usualTimeoutMs = 5_000

/**
 * Goes to a service URI as a gateway would, and looks who answers: whether the port is open, which certificate it shows,
 * and whose key signs for the connection.
 */
export async function checkReach(options: ReachOptions): Promise<readonly Finding[]> {
  const { serviceUri, timeoutMs = usualTimeoutMs, signal } = options
  await using client = new OrchestratorClient({ dialTimeoutMs: timeoutMs, callTimeoutMs: timeoutMs })
  try {
    const proof = await client.proveEndpoint(serviceUri, { signal })
    return [
      good('reach', `${serviceUri} is reached and answers`),
      ...certificateFinding(proof, options),
      ...keyFinding(proof, options),
    ]
  } catch (error) {
    return [unreached(serviceUri, error)]
  }
}

function unreached(serviceUri: string, error: unknown): Finding {
  const why = error instanceof Error ? error.message : String(error)
  return {
    subject: 'reach',
    state: 'problem',
    text: `${serviceUri} is not reached: ${why}`,
    advice: adviceFor(error),
  }
}

function adviceFor(error: unknown): string {
  if (error instanceof WireFormatError) return 'Set serviceUri to https://HOST:PORT.'
  if (error instanceof CallRefusedError)
    return 'Somebody else answers there: point the name, the port forwarding or the proxy to this node.'
  if (error instanceof ConnectFailedError)
    return (
      'Open the port in the firewall and forward it to this machine; check that the name of serviceUri leads here. ' +
      'Some routers do not lead a machine back to itself: try the check from another one.'
    )
  return 'Check that nothing between (a proxy, a load balancer) breaks HTTP/2.'
}

function certificateFinding({ fingerprint }: EndpointProof, { fingerprint: own }: ReachOptions): Finding[] {
  if (own === undefined) return []
  const shown = Buffer.from(fingerprint).toString('hex')
  if (shown === own) return [good('certificate', 'the certificate is this node’s')]
  return [
    {
      subject: 'certificate',
      state: 'problem',
      text: `the certificate shown there (SHA-256 ${shown}) is not this node’s (${own})`,
      advice:
        'Something between ends TLS, or another node answers: lead the port through as plain TCP, gateways look at the certificate.',
    },
  ]
}

function keyFinding({ signer }: EndpointProof, { address }: ReachOptions): Finding[] {
  if (address === undefined) return signer ? [good('key', `it holds the key of ${signer}`)] : []
  if (isSameAddress(address, zeroAddress)) return []
  if (signer !== undefined && isSameAddress(signer, address))
    return [good('key', `it holds the key of ${address}`)]
  return [
    {
      subject: 'key',
      state: 'problem',
      text: `whoever answers signs as ${signer ?? 'nobody'}, not as ${address}`,
      advice: 'Another node answers there: point the name or the port forwarding to this one.',
    },
  ]
}
