import { type Address, type Hex, isSameAddress } from '@millrace/crypto'
import {
  BaseError,
  ContractFunctionRevertedError,
  ContractFunctionZeroDataError,
  hashTypedData,
  type PublicClient,
  parseAbi,
  recoverAddress,
  type TypedDataDefinition,
} from 'viem'

/** A staking account's word that a node's key may serve in its name, until a time. */
export interface NodeAuthorization {
  readonly chainId: number
  /** The staking account: a key that is kept cold, or a contract. */
  readonly orchestrator: Address
  /** The key of the node, which signs results and answers challenges. */
  readonly nodeKey: Address
  /** Unix time in seconds. */
  readonly validUntil: bigint
}

const types = {
  NodeAuthorization: [
    { name: 'orchestrator', type: 'address' },
    { name: 'nodeKey', type: 'address' },
    { name: 'validUntil', type: 'uint64' },
  ],
} as const

/** What the staking account signs: EIP-712 typed data, which wallets show in words. */
export function nodeAuthorizationTypedData({
  chainId,
  ...message
}: NodeAuthorization): TypedDataDefinition<typeof types, 'NodeAuthorization'> {
  return {
    domain: { name: 'Millrace node', version: '1', chainId },
    types,
    primaryType: 'NodeAuthorization',
    message,
  }
}

const contractAbi = parseAbi([
  'function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)',
])
/** What a contract answers when it has signed (EIP-1271). */
const agreed = '0x1626ba7e'

/**
 * Whether the staking account has signed: by its key, or, where it is a contract, by the contract's own word on the chain
 * (EIP-1271). What it says about time is not looked at.
 * @throws what reading the chain throws
 */
export async function isNodeAuthorizationSigned(
  client: PublicClient,
  authorization: NodeAuthorization,
  signature: Hex,
): Promise<boolean> {
  const { orchestrator: address } = authorization
  if (await isNodeAuthorizationSignedByKey(authorization, signature)) return true
  const hash = hashTypedData(nodeAuthorizationTypedData(authorization))
  if ((await client.getCode({ address })) === undefined) return false
  const contract = { address, abi: contractAbi, functionName: 'isValidSignature' } as const
  try {
    return (await client.readContract({ ...contract, args: [hash, signature] })) === agreed
  } catch (error) {
    // It refuses, or is no such contract; an endpoint that does not answer is another matter.
    if (error instanceof BaseError && error.walk((cause) => isRefusal(cause))) return false
    throw error
  }
}

function isRefusal(error: unknown): boolean {
  return error instanceof ContractFunctionRevertedError || error instanceof ContractFunctionZeroDataError
}

/** {@link isNodeAuthorizationSigned} without a chain: an account that is a contract has not signed so. */
export async function isNodeAuthorizationSignedByKey(
  authorization: NodeAuthorization,
  signature: Hex,
): Promise<boolean> {
  try {
    const hash = hashTypedData(nodeAuthorizationTypedData(authorization))
    return isSameAddress(await recoverAddress({ hash, signature }), authorization.orchestrator)
  } catch {
    // Not the form that a key's signature has.
    return false
  }
}
