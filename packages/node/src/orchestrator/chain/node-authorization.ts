import {
  AuthorizationFileError,
  type Chain,
  isNodeAuthorizationSigned,
  readAuthorization,
  type SignedNodeAuthorization,
} from '@millrace/chain'
import type { Clock, Logger } from '@millrace/common'
import { type Address, hexToBytes, isSameAddress } from '@millrace/crypto'
import type { NodeAuthorizationTerms } from '@millrace/wire'
import type { OrchestratorConfig } from '../config.ts'

interface Parts {
  readonly chain: Pick<Chain, 'chainId' | 'client'>
  readonly account: { readonly address: Address }
  /** The staking account. */
  readonly recipient: Address
  readonly clock: Clock
  readonly log: Logger
}

/** From then on the log reminds of it at each start. */
const soonSeconds = 14n * 86_400n

/**
 * The staking account's word for this node's key, checked as gateways will.
 * @throws {AuthorizationFileError} for one that is of another node, chain or time, or not signed by the account.
 */
export async function findAuthorization(
  { nodeAuthorizationFile: file }: Pick<OrchestratorConfig, 'nodeAuthorizationFile'>,
  { chain, account, recipient, clock, log }: Parts,
): Promise<NodeAuthorizationTerms | undefined> {
  if (file === undefined) {
    if (!isSameAddress(account.address, recipient))
      log.warn({ recipient }, 'gateways cannot tell that this node serves for its staking account')
    return undefined
  }
  const found = await readAuthorization(file)
  const nowSeconds = BigInt(Math.floor(clock.nowMs() / 1_000))
  const fault = faultOf(found, { chainId: chain.chainId, nodeKey: account.address, recipient, nowSeconds })
  if (fault !== undefined) throw new AuthorizationFileError({ file, reason: fault })
  const { signature, validUntil, ...authorization } = found
  if (!(await isNodeAuthorizationSigned(chain.client, { ...authorization, validUntil }, signature)))
    throw new AuthorizationFileError({ file, reason: `it is not signed by ${recipient}` })
  const days = Number((validUntil - nowSeconds) / 86_400n)
  if (validUntil - nowSeconds < soonSeconds) log.warn({ days }, 'the node’s authorisation ends soon')
  return { validUntil, signature: hexToBytes(signature) }
}

interface Expected {
  readonly chainId: number
  readonly nodeKey: Address
  readonly recipient: Address
  readonly nowSeconds: bigint
}

function faultOf(found: SignedNodeAuthorization, expected: Expected): string | undefined {
  if (found.chainId !== expected.chainId) return `it is for chain ${found.chainId}`
  if (!isSameAddress(found.nodeKey, expected.nodeKey))
    return `it is for the key ${found.nodeKey}, this node’s is ${expected.nodeKey}`
  if (!isSameAddress(found.orchestrator, expected.recipient))
    return `it is of ${found.orchestrator}, the recipient is ${expected.recipient}`
  if (found.validUntil <= expected.nowSeconds) return 'its time is over: let it be signed anew'
  return undefined
}
