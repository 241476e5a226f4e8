import { readFile } from 'node:fs/promises'
import { toChecksumAddress } from '@millrace/crypto'
import { z } from 'zod'
import { AuthorizationFileError } from '../errors.ts'
import type { NodeAuthorization } from './node-authorization.ts'

/** A node's authorisation with the signature that proves it. */
export interface SignedNodeAuthorization extends NodeAuthorization {
  readonly signature: `0x${string}`
}

const address = z.string().regex(/^0x[0-9a-fA-F]{40}$/, 'an address')
const schema = z.strictObject({
  chainId: z.int().positive(),
  orchestrator: address,
  nodeKey: address,
  validUntil: z.string().regex(/^\d{1,12}$/, 'Unix seconds'),
  // A contract's signature may be as long as it likes, within reason.
  signature: z.string().regex(/^0x(?:[0-9a-fA-F]{2}){1,2048}$/, 'hexadecimal'),
})

export function renderAuthorization(authorization: SignedNodeAuthorization): string {
  return `${JSON.stringify({ ...authorization, validUntil: authorization.validUntil.toString() }, undefined, 2)}\n`
}

/** @throws {AuthorizationFileError} when it cannot be read or is none. */
export async function readAuthorization(file: string): Promise<SignedNodeAuthorization> {
  try {
    const read = schema.parse(JSON.parse(await readFile(file, 'utf8')))
    return {
      chainId: read.chainId,
      orchestrator: toChecksumAddress(read.orchestrator),
      nodeKey: toChecksumAddress(read.nodeKey),
      validUntil: BigInt(read.validUntil),
      signature: read.signature as `0x${string}`,
    }
  } catch (cause) {
    const reason = cause instanceof z.ZodError ? z.prettifyError(cause) : (cause as Error).message
    throw new AuthorizationFileError({ file, reason, cause })
  }
}
