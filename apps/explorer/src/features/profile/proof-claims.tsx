import { dnsProofName, githubProofUrl } from '@millrace/common/identity'
import { Badge } from '../../components/badge.tsx'
import { CopyField } from '../../components/copy-field.tsx'
import type { Profile } from '../../identity/profile-store.ts'
import { text } from '../../text/text.ts'

const said = text.identity.proofs

/**
 * What an account claims that others could confirm. A page does not look: a browser cannot ask the DNS, and whoever is asked
 * would learn who looks at whom.
 */
export function ProofClaims({ profile: { textsOf, texts } }: { profile: Profile }) {
  const places = [dnsProofName(texts['url']), githubProofUrl(texts)].filter((place) => place !== undefined)
  if (places.length === 0) return null
  return (
    <details data-testid="proofs">
      <summary className="cursor-pointer">
        {said.title} <Badge tone="quiet">{said.state}</Badge>
      </summary>
      <p className="mt-2 text-soft">{said.reason}</p>
      <ul className="mt-1 grid gap-1">
        {places.map((place) => (
          <li key={place} className="font-mono text-[0.8125rem] break-all">
            {place}
          </li>
        ))}
      </ul>
      <CopyField text={`millrace identity verify --account ${textsOf}`} label={said.command} />
    </details>
  )
}
