import { shortAddress } from '@millrace/common/units'
import { useProfile } from '../identity/use-profile.ts'
import { Avatar } from './avatar.tsx'
import { LookAlikeMark } from './look-alike-mark.tsx'

/** Who an account says that it is, and always its address: short, with the whole of it on hover. */
export function AddressText({ address, color }: { address: string; color?: string | undefined }) {
  return (
    <span className="inline-flex max-w-full items-center gap-2 align-middle" title={address}>
      {/* Two accounts in a row leave a phone no room for pictures, unless a picture tells a colour. */}
      <Avatar
        address={address}
        color={color}
        size={20}
        className={color === undefined ? 'max-sm:hidden' : ''}
      />
      {/* Below each other where there is no room for both in a line. */}
      <span className="inline-flex min-w-0 flex-wrap items-baseline gap-x-2 leading-tight whitespace-nowrap">
        <AccountName address={address} />
        <span className="font-mono text-[0.8125rem]">{shortAddress(address)}</span>
      </span>
    </span>
  )
}

/** A name proves nothing: one that looks like another account's says so. */
function AccountName({ address }: { address: string }) {
  const profile = useProfile(address)
  if (!profile || profile.name === null) return null
  return (
    <span className="inline-flex items-center gap-1">
      <bdi className="max-w-22 truncate font-medium sm:max-w-40" data-testid="account-name">
        {profile.name}
      </bdi>
      {profile.lookAlikes.length > 0 && <LookAlikeMark />}
    </span>
  )
}
