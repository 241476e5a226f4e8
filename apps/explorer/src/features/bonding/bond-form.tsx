import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import type { Address } from 'viem'
import { Button } from '../../components/button.tsx'
import { ChainNotice } from '../../components/notice.tsx'
import { type Position, usePosition, useRound } from '../../network/chain-facts.ts'
import { useNetwork } from '../../network/network-context.tsx'
import type { SigningAccount } from '../account/accounts.ts'
import type { Election } from '../orchestrators/election.ts'
import { AmountField } from './amount-field.tsx'
import { amountProblem, type BondStep, bond, describeFailure, parseAmount } from './bond.ts'
import { Effect } from './effect.tsx'

interface BondFormProps {
  readonly signer: SigningAccount
  readonly orchestrator: Address
  readonly election: Election
}

const stepTexts: Readonly<Record<BondStep, string>> = {
  approving: 'Letting the contract take the tokens …',
  waiting: 'Waiting for the round to begin …',
  bonding: 'Bonding …',
}

/** Amount and button, for one account and one orchestrator. */
export function BondForm(props: BondFormProps) {
  const { data: position, problem } = usePosition(props.signer.address)
  if (!position) return <ChainNotice problem={problem} loading="Reading the account" />
  return <AmountForm {...props} position={position} />
}

function AmountForm({ signer, orchestrator, election, position }: BondFormProps & { position: Position }) {
  const { chain } = useNetwork()
  const { data: round } = useRound()
  const [text, setText] = useState('')
  const [step, setStep] = useState<BondStep>('bonding')
  const bonding = useMutation({
    mutationFn: async () =>
      bond(
        await chain.open(),
        { signer, orchestrator, amount: parseAmount(text), allowance: position.allowance },
        setStep,
      ),
    onSuccess: () => setText(''),
  })
  const problem = amountProblem(text, position)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (problem === undefined && !bonding.isPending) bonding.mutate()
  }
  return (
    <form onSubmit={submit} className="mt-4">
      <AmountField text={text} position={position} problem={problem} onChange={setText} />
      {problem === undefined && !bonding.isPending && (
        <Effect orchestrator={orchestrator} amount={parseAmount(text)} position={position} />
      )}
      {bonding.isPending && (
        <p role="status" className="mt-2 text-soft">
          {stepTexts[step]}
        </p>
      )}
      {bonding.isError && (
        <p role="alert" data-testid="bond-failed" className="mt-2 text-bad">
          {describeFailure(bonding.error)}
        </p>
      )}
      {bonding.isSuccess && text === '' && (
        <p role="status" data-testid="bond-done" className="mt-2 text-good">
          Bonded. {effectOf(election, round?.number)}
        </p>
      )}
      <Button
        kind="primary"
        type="submit"
        data-testid="bond-submit"
        className="mt-4 w-full py-2"
        disabled={bonding.isPending || problem !== undefined}
      >
        Bond
      </Button>
    </form>
  )
}

function effectOf(election: Election, round: bigint | undefined): string {
  if (round === undefined) return ''
  if (election === 'entering') return `The orchestrator enters the active set in round ${round + 1n}.`
  return `The stake counts from round ${round + 1n} on.`
}
