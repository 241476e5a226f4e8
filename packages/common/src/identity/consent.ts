type Hex = `0x${string}`

/** What one account has to agree to before a link of two is made, or may say to end one. */
export interface LinkConsent {
  readonly kind: 'link' | 'unlink'
  readonly chainId: number
  /** The IdentityRegistry. */
  readonly registry: Hex
  /** The account that agrees; one of the two. */
  readonly account: Hex
  readonly main: Hex
  readonly linked: Hex
  /** The account's next nonce in the registry. */
  readonly nonce: bigint
  /** Unix time in seconds. */
  readonly deadline: bigint
}

const fields = [
  { name: 'account', type: 'address' },
  { name: 'main', type: 'address' },
  { name: 'linked', type: 'address' },
  { name: 'nonce', type: 'uint256' },
  { name: 'deadline', type: 'uint256' },
] as const

/** What the account signs: EIP-712 typed data, which wallets show in words. */
export function linkConsentTypedData({ kind, chainId, registry, ...message }: LinkConsent) {
  const { account, main, linked, nonce, deadline } = message
  return {
    domain: { name: 'Millrace Identity', version: '1', chainId, verifyingContract: registry },
    types: { Link: fields, Unlink: fields },
    primaryType: kind === 'link' ? 'Link' : 'Unlink',
    message: { account, main, linked, nonce, deadline },
  } as const
}

/** The consent as a file that travels between machines, signed or still to be signed. */
export function renderConsent({
  nonce,
  deadline,
  ...rest
}: LinkConsent & { readonly signature?: Hex | undefined }): string {
  return `${JSON.stringify({ ...rest, nonce: String(nonce), deadline: String(deadline) }, undefined, 2)}\n`
}
