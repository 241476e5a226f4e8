import { useMutation } from '@tanstack/react-query'
import { type FormEvent, useId, useState } from 'react'
import type { Address } from 'viem'
import { Button } from '../../components/button.tsx'
import { Notice } from '../../components/notice.tsx'
import { formatAmount } from '../../format/amounts.ts'
import { type Position, usePosition, useRound, useToken } from '../../network/chain-facts.ts'
import { useNetwork } from '../../network/network-context.tsx'
import type { Election } from '../orchestrators/election.ts'
import type { SigningAccount } from './accounts.ts'
import { amountProblem, type BondStep, bond, describeFailure, parseAmount } from './bond.ts'

interface BondFormProps {
  readonly signer: SigningAccount
  readonly orchestrator: Address
  readonly election: Election
}

const stepTexts: Readonly<Record<BondStep, string>> = {
  approving: 'Letting the contract take the tokens …',
  bonding: 'Bonding …',
}

/** Amount and button, for one account and one orchestrator. */
export function BondForm({ signer, orchestrator, election }: BondFormProps) {
  const { data: position, error } = usePosition(signer.address)
  if (error)
    return <Notice tone="error" title="The account could not be read" text={error.message.split('\n')[0]} />
  if (!position) return <Notice tone="loading" title="Reading the account" />
  return <AmountForm signer={signer} orchestrator={orchestrator} election={election} position={position} />
}

function AmountForm({ signer, orchestrator, election, position }: BondFormProps & { position: Position }) {
  const { protocol } = useNetwork()
  const { data: round } = useRound()
  const { data: token } = useToken()
  const [text, setText] = useState('')
  const [step, setStep] = useState<BondStep>('bonding')
  const inputId = useId()
  const bonding = useMutation({
    mutationFn: () =>
      bond(
        protocol,
        { signer, orchestrator, amount: parseAmount(text), allowance: position.allowance },
        setStep,
      ),
    onSuccess: () => setText(''),
  })
  const problem = text === '' ? undefined : amountProblem(text, position)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (amountProblem(text, position) === undefined && !bonding.isPending) bonding.mutate()
  }
  const moves =
    position.delegate !== undefined && position.delegate.toLowerCase() !== orchestrator.toLowerCase()
  return (
    <form onSubmit={submit} className="mt-4">
      <label htmlFor={inputId} className="text-soft">
        Amount, of {formatAmount(position.balance, 2)} {token?.symbol} held ({formatAmount(position.stake, 2)}{' '}
        bonded)
      </label>
      <div className="mt-1 flex gap-2">
        <input
          id={inputId}
          data-testid="bond-amount"
          inputMode="decimal"
          autoComplete="off"
          value={text}
          onChange={(event) => setText(event.target.value)}
          aria-invalid={problem !== undefined}
          aria-describedby={`${inputId}-problem`}
          className="w-full rounded-lg border border-line bg-sunken px-3 py-1.5"
        />
        <Button
          kind="primary"
          type="submit"
          data-testid="bond-submit"
          disabled={bonding.isPending || amountProblem(text, position) !== undefined}
        >
          Bond
        </Button>
      </div>
      <p id={`${inputId}-problem`} className="mt-1 min-h-5 text-bad">
        {problem}
      </p>
      {moves && (
        <p className="text-warn">
          This account is bonded to another orchestrator: its whole stake moves along.
        </p>
      )}
      {bonding.isPending && <p role="status">{stepTexts[step]}</p>}
      {bonding.isError && (
        <p role="alert" className="text-bad">
          {describeFailure(bonding.error)}
        </p>
      )}
      {bonding.isSuccess && (
        <p role="status" data-testid="bond-done" className="text-good">
          Bonded. {effectOf(election, round?.number)}
        </p>
      )}
    </form>
  )
}

function effectOf(election: Election, round: bigint | undefined): string {
  if (round === undefined) return ''
  if (election === 'entering') return `The orchestrator enters the active set in round ${round + 1n}.`
  if (election === 'elected') return `The stake counts from round ${round + 1n} on.`
  return `The stake counts from round ${round + 1n} on; if it is enough, the orchestrator enters the active set then.`
}
