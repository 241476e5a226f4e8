import type { ShownProfile } from '@millrace/common/identity'
import type { ReactNode } from 'react'
import { AccountLink } from '../../components/account-link.tsx'
import { Badge } from '../../components/badge.tsx'
import type { Profile } from '../../identity/profile-store.ts'
import { text } from '../../text/text.ts'

const said = text.identity

interface ProfileFactsProps {
  readonly profile: Profile
  readonly shown: ShownProfile
}

/** Where an account can be found, where it says it is, and which accounts belong together. */
export function ProfileFacts({ profile: { main, linked, ens }, shown }: ProfileFactsProps) {
  const { website, region, contacts } = shown
  const facts: readonly (readonly [label: string, value: ReactNode] | false)[] = [
    ens !== null && [said.ens, <bdi key="ens">{ens}</bdi>],
    website !== undefined && [said.website, <Outside key="website" {...website} />],
    region !== undefined && [said.region, <Region key="region" region={region} />],
    ...contacts.map(
      ({ key, text: shownText, href }) =>
        [said.contact[key] ?? key, <Outside key={key} text={shownText} href={href} />] as const,
    ),
    main !== null && [said.main, <AccountLink key="main" address={main} />],
    linked.length > 0 && [
      said.linked,
      <ul key="linked" className="flex flex-wrap gap-x-4 gap-y-1">
        {linked.map((account) => (
          <li key={account}>
            <AccountLink address={account} />
          </li>
        ))}
      </ul>,
    ],
  ]
  const some = facts.filter((fact) => fact !== false)
  if (some.length === 0) return null
  return (
    <dl className="grid grid-cols-[minmax(0,1fr)] gap-x-6 gap-y-3 sm:grid-cols-2">
      {some.map(([label, value]) => (
        <div key={label} className="min-w-0">
          <dt className="text-xs text-soft">{label}</dt>
          <dd className="break-words">{value}</dd>
        </div>
      ))}
    </dl>
  )
}

function Region({ region }: { region: string }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <bdi>{region}</bdi>
      <Badge tone="quiet" reason={said.regionReason}>
        {said.selfDeclared}
      </Badge>
    </span>
  )
}

/** A link that a stranger wrote: nothing of these pages goes with who follows it. */
function Outside({ text: shownText, href }: { text: string; href?: string | undefined }) {
  // No browser opens it by itself.
  if (href === undefined || href.startsWith('ipfs:')) return <bdi>{shownText}</bdi>
  return (
    <a
      href={href}
      target="_blank"
      rel="noopener noreferrer nofollow ugc"
      className="rounded underline decoration-line underline-offset-2 hover:decoration-current"
    >
      <bdi>{shownText}</bdi>
    </a>
  )
}
