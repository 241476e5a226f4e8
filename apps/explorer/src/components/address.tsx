import { shortAddress } from '@millrace/common/units'

/** An address, short, with the whole of it on hover. */
export function AddressText({ address, color }: { address: string; color?: string | undefined }) {
  return (
    <span className="inline-flex items-center gap-2 whitespace-nowrap">
      {color !== undefined && (
        <span aria-hidden="true" className="size-2.5 shrink-0 rounded-full" style={{ background: color }} />
      )}
      <span className="font-mono text-[0.8125rem]" title={address}>
        {shortAddress(address)}
      </span>
    </span>
  )
}
