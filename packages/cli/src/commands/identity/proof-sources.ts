import { Resolver } from 'node:dns/promises'
import type { ProofSources } from './proofs.ts'

const timeoutMs = 10_000
/** A proof is a line. */
const maxBytes = 64 * 1024
const githubOrigins: readonly string[] = [
  'https://raw.githubusercontent.com',
  'https://gist.githubusercontent.com',
]

export interface ProofPlaces {
  /** `HOST:PORT` of a DNS server; the machine's own without it. */
  readonly dnsServer?: string | undefined
  /** A mirror that stands in for GitHub's servers of raw files. */
  readonly githubUrl?: string | undefined
}

/** Looks proofs up in the DNS and over HTTPS. */
export function proofSources({ dnsServer, githubUrl }: ProofPlaces): ProofSources {
  const resolver = new Resolver({ timeout: 3_000, tries: 2 })
  if (dnsServer !== undefined) resolver.setServers([dnsServer])
  return {
    async txtRecords(name) {
      try {
        // A record may come in parts.
        return (await resolver.resolveTxt(name)).map((parts) => parts.join(''))
      } catch (error) {
        if (isNothingThere(error)) return []
        throw error
      }
    },
    textAt: (url) => {
      const origin = githubOrigins.find((one) => url.startsWith(`${one}/`))
      return textOf(githubUrl && origin ? `${githubUrl.replace(/\/$/, '')}${url.slice(origin.length)}` : url)
    },
  }
}

function isNothingThere(error: unknown): boolean {
  return error instanceof Error && 'code' in error && (error.code === 'ENOTFOUND' || error.code === 'ENODATA')
}

async function textOf(url: string): Promise<string> {
  // A redirect would lead to what the account does not own.
  const answer = await fetch(url, { redirect: 'error', signal: AbortSignal.timeout(timeoutMs) }).catch(
    (cause) => {
      throw new Error('it cannot be reached', { cause })
    },
  )
  if (!answer.ok) throw new Error(`it answers ${answer.status}`)
  const chunks: Uint8Array[] = []
  let bytes = 0
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length
    if (bytes > maxBytes) throw new Error(`it is larger than ${maxBytes} bytes`)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks).toString('utf8')
}
