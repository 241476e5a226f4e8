import { dnsProofName, githubProofUrl, provesAccount } from '@millrace/common/identity'

/** What somebody else says of an account, or does not. */
export interface ProofResult {
  readonly kind: 'dns' | 'github'
  /** Where it was looked for. */
  readonly where: string
  readonly isProven: boolean
  /** Why not. */
  readonly problem?: string
}

/** What looking for proofs needs of the world. */
export interface ProofSources {
  /** Texts of a name's TXT records; none if there is no such name. */
  txtRecords(name: string): Promise<readonly string[]>
  /** The text of a public file. */
  textAt(url: string): Promise<string>
}

/**
 * Looks for each proof that a profile claims: in the DNS of its website, in its GitHub account. What was not claimed is not
 * looked for.
 */
export async function lookForProofs(
  { account, texts }: { readonly account: string; readonly texts: Readonly<Record<string, string>> },
  sources: ProofSources,
): Promise<readonly ProofResult[]> {
  const name = dnsProofName(texts['url'])
  const file = githubProofUrl(texts)
  const looks = [
    ...(name === undefined
      ? []
      : [look('dns', name, async () => (await sources.txtRecords(name)).join('\n'), account)]),
    ...(file === undefined ? [] : [look('github', file, () => sources.textAt(file), account)]),
  ]
  return Promise.all(looks)
}

async function look(
  kind: ProofResult['kind'],
  where: string,
  read: () => Promise<string>,
  account: string,
): Promise<ProofResult> {
  try {
    const isProven = provesAccount(await read(), account)
    return { kind, where, isProven, ...(isProven ? {} : { problem: 'it does not name the account' }) }
  } catch (error) {
    return { kind, where, isProven: false, problem: error instanceof Error ? error.message : String(error) }
  }
}
