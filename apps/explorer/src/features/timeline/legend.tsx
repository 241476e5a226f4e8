import { AddressText } from '../../components/address.tsx'
import { useDirectory } from '../../network/use-directory.ts'
import type { BarMark } from './layout.ts'
import { Mark } from './mark.tsx'

const marks: readonly BarMark[] = ['retried', 'hedged', 'lost']

/** Whose colour is whose, and what the signs mean. */
export function Legend({ makers }: { makers: readonly string[] }) {
  const find = useDirectory()
  return (
    <ul className="mt-3 flex flex-wrap gap-x-4 gap-y-1.5 text-xs text-soft">
      {makers.map((address) => {
        const { color, region } = find(address)
        return (
          <li key={address} className="flex items-center gap-1.5">
            <AddressText address={address} color={color} />
            {region}
          </li>
        )
      })}
      {marks.map((kind) => (
        <li key={kind} className="flex items-center gap-1">
          <Mark kind={kind} />
          {kind}
        </li>
      ))}
    </ul>
  )
}
