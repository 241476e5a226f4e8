import { type ShownProfile, showProfile } from '@millrace/common/identity'
import { useMemo } from 'react'
import { Avatar } from '../../components/avatar.tsx'
import { Badge } from '../../components/badge.tsx'
import { Card } from '../../components/card.tsx'
import { CopyField } from '../../components/copy-field.tsx'
import { IndexerNotice } from '../../components/notice.tsx'
import type { Profile } from '../../identity/profile-store.ts'
import { useLiveProfile } from '../../identity/use-profile.ts'
import { text } from '../../text/text.ts'
import { LookAlikes } from './look-alikes.tsx'
import { OwnPicture } from './own-picture.tsx'
import { ProfileActions } from './profile-actions.tsx'
import { ProfileFacts } from './profile-facts.tsx'
import { ProofClaims } from './proof-claims.tsx'

const said = text.identity

/** What an account says of itself, and that it is the account that says so. */
export function ProfileCard({ address }: { address: string }) {
  const { data: profile, problem } = useLiveProfile(address)
  const shown = useMemo(() => profile && showProfile(profile.texts), [profile])
  const saysSomething = profile !== undefined && Object.keys(profile.texts).length > 0
  return (
    <Card
      title={said.title}
      aside={
        saysSomething && (
          <Badge tone="quiet" reason={said.selfDeclaredReason}>
            {said.selfDeclared}
          </Badge>
        )
      }
    >
      <div className="grid min-h-32 grid-cols-[minmax(0,1fr)] gap-4" data-testid="profile">
        {profile && shown ? (
          <>
            <Head address={address} profile={profile} shown={shown} />
            <LookAlikes profile={profile} />
            <ProfileFacts profile={profile} shown={shown} />
            {shown.picture && <OwnPicture key={shown.picture.href} url={shown.picture} />}
            <ProofClaims profile={profile} />
            <ProfileActions profile={profile} />
          </>
        ) : (
          <IndexerNotice problem={problem} loading={text.search.looking} />
        )}
        {/* What is read would move it. */}
        {(profile || problem !== undefined) && <CopyField text={address} label={said.address} />}
      </div>
    </Card>
  )
}

interface HeadProps {
  readonly address: string
  readonly profile: Profile
  readonly shown: ShownProfile
}

function Head({ address, profile: { textsOf, texts }, shown: { name, description } }: HeadProps) {
  const isSilent = Object.keys(texts).length === 0
  return (
    <div className="flex items-start gap-4">
      <Avatar address={address} size={56} />
      <div className="min-w-0">
        <p className="text-lg font-semibold tracking-tight">
          {isSilent ? said.nothing.title : name !== undefined && <bdi>{name}</bdi>}
        </p>
        {isSilent && <p className="text-soft">{said.nothing.text}</p>}
        {textsOf !== address.toLowerCase() && <p className="text-soft">{said.inherited}</p>}
        {description !== undefined && (
          <p dir="auto" className="mt-1 max-w-prose break-words whitespace-pre-line">
            {description}
          </p>
        )}
      </div>
    </div>
  )
}
