import { useId, useMemo } from 'react'
import { useList } from '../../api/use-list.ts'
import { Select } from '../../components/select.tsx'
import { formatPpm } from '../../format/amounts.ts'
import { nameAndAddress } from '../../identity/name-and-address.ts'
import { useNames } from '../../identity/use-profile.ts'
import { isSame } from '../../staking/state.ts'
import { text } from '../../text/text.ts'
import { useUnits } from './units.ts'

interface OrchestratorSelectProps {
  readonly value: string
  readonly onChange: (address: string) => void
  /** One that cannot be chosen. */
  readonly without: string | undefined
}

/** A choice among the orchestrators that are in the pool, the largest first. */
export function OrchestratorSelect({ value, onChange, without }: OrchestratorSelectProps) {
  const { rows } = useList('/v1/orchestrators', {
    query: { sort: 'delegatedStakeWei', order: 'desc', state: 'active' },
  })
  const { tokens } = useUnits()
  const names = useNames(useMemo(() => rows?.map(({ address }) => address) ?? [], [rows]))
  const id = useId()
  return (
    <div className="mt-3">
      <label htmlFor={id} className="mb-1 block text-xs text-soft">
        {text.staking.orchestrator}
      </label>
      <Select
        id={id}
        data-testid="field-to"
        className="w-full"
        value={value.toLowerCase()}
        onChange={(event) => onChange(event.target.value)}
      >
        <option value="">{text.stakingRules.noOrchestratorChosen}</option>
        {rows
          ?.filter(({ address }) => !isSame(address, without))
          .map(({ address, delegatedStakeWei, rewardCut }) => (
            <option key={address} value={address}>
              {nameAndAddress(address, names)} · {tokens(delegatedStakeWei)} ·{' '}
              {text.portfolio.desk.keeps(formatPpm(BigInt(rewardCut)))}
            </option>
          ))}
      </Select>
    </div>
  )
}
