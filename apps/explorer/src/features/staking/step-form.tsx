import { useState } from 'react'
import type { Address } from 'viem'
import { ChainNotice } from '../../components/notice.tsx'
import {
  type FieldName,
  type Fields,
  problemOf,
  type StepRequest,
  startFields,
} from '../../staking/step-form.ts'
import { useStakingState } from '../../staking/use-staking-state.ts'
import { text } from '../../text/text.ts'
import type { Wallet } from '../../wallet/wallet.ts'
import { StepFields } from './step-fields.tsx'
import { StepOutcome } from './step-outcome.tsx'

interface StepFormProps {
  readonly wallet: Wallet
  readonly request: StepRequest
}

/** Fields, preview and progress of a step, for one account. */
export function StepForm({ wallet, request }: StepFormProps) {
  const [typed, setTyped] = useState<Fields>({})
  const base = {
    account: wallet.address,
    orchestrators: addresses(request.to),
    lockIds: request.lockId === undefined ? [] : [request.lockId],
  }
  const { data: state, problem } = useStakingState(base)
  // The fields stay as they are while what they name is read.
  const [receiver] = addresses(typed.receiver)
  const orchestrators = [...base.orchestrators, ...addresses(typed.to)]
  const { data: planned } = useStakingState({ ...base, orchestrators, receiver })
  if (!state) return <ChainNotice problem={problem} loading={text.staking.reading} />
  const fields = { ...startFields(request, state), ...typed }
  const change = (name: FieldName, value: string) => setTyped((before) => ({ ...before, [name]: value }))
  return (
    <StepOutcome {...{ wallet, request, fields }} state={planned} onDone={() => setTyped({})}>
      <StepFields {...{ request, state, fields }} onChange={change} />
    </StepOutcome>
  )
}

function addresses(value: string | undefined): readonly Address[] {
  const isFit = value !== undefined && problemOf('to', value) === undefined
  return isFit ? [value.trim() as Address] : []
}
