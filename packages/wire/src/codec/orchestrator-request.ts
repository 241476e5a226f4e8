import { create } from '@bufbuild/protobuf'
import {
  type Address,
  addressToBytes,
  keccak256,
  type Signer,
  toChecksumAddress,
  verifyMessage,
  zeroAddress,
} from '@millrace/crypto'
import { OrchestratorCallRefusedError } from '../errors.ts'
import {
  type Capabilities,
  type OrchestratorRequest,
  OrchestratorRequestSchema,
} from '../generated/net/orchestrator_pb.ts'
import { encodeUtf8 } from './bytes.ts'

/**
 * @param signer - the gateway's key; undefined off chain: zero address, no signature.
 * @param capabilities - of the job; undefined asks for the base price.
 */
export async function createOrchestratorRequest(
  signer: Signer | undefined,
  capabilities: Capabilities | undefined,
): Promise<OrchestratorRequest> {
  return create(OrchestratorRequestSchema, {
    address: addressToBytes(signer?.address ?? zeroAddress),
    sig: signer ? await signatureOf(signer) : new Uint8Array(),
    ...(capabilities && { capabilities }),
  })
}

const signatures = new WeakMap<Signer, Promise<Uint8Array>>()

/** The same for every request of a key, so it is made once. */
function signatureOf(signer: Signer): Promise<Uint8Array> {
  const known = signatures.get(signer)
  if (known) return known
  const signature = signer.signMessage(addressDigest(signer.address))
  signatures.set(signer, signature)
  signature.catch(() => signatures.delete(signer))
  return signature
}

/**
 * @param isOffChain - true for an orchestrator without a chain: it believes every address.
 * @returns the checksummed address of the gateway that asks.
 * @throws {OrchestratorCallRefusedError} when the address is not one or has not signed.
 */
export function verifyOrchestratorRequest(
  request: Pick<OrchestratorRequest, 'address' | 'sig'>,
  { isOffChain = false }: { readonly isOffChain?: boolean } = {},
): Address {
  const address = request.address.length === 20 ? toChecksumAddress(request.address) : undefined
  const isSigned =
    address !== undefined && (isOffChain || verifyMessage(address, addressDigest(address), request.sig))
  if (!isSigned) {
    throw new OrchestratorCallRefusedError('Invalid orchestrator request: orchestrator req sig check failed')
  }
  return address
}

/** @returns the 32 bytes that are signed: keccak256 of the address as checksummed hexadecimal text (EIP-55). */
export function addressDigest(address: Address): Uint8Array {
  return keccak256(encodeUtf8(toChecksumAddress(address)))
}
