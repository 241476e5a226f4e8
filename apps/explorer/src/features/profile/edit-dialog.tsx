import { type KnownKey, knownKeys } from '@millrace/common/identity'
import { type FormEvent, useState } from 'react'
import type { Address } from 'viem'
import { Button } from '../../components/button.tsx'
import { CopyField } from '../../components/copy-field.tsx'
import { Field, inputClass } from '../../components/field.tsx'
import { Sheet } from '../../components/sheet.tsx'
import { changesOf, problemsOf, setCommand } from '../../identity/edit.ts'
import type { Profile } from '../../identity/profile-store.ts'
import { setTextsCall } from '../../identity/registry-calls.ts'
import { useNetwork } from '../../network/network-context.tsx'
import { isSame } from '../../staking/state.ts'
import { text } from '../../text/text.ts'
import { useRun } from '../../transactions/use-run.ts'
import { WalletChoice } from '../../wallet/wallet-choice.tsx'
import { useWallets } from '../../wallet/wallet-context.tsx'
import { WrongNetwork } from '../../wallet/wrong-network.tsx'
import { RunLine } from './run-line.tsx'

const said = text.identity.edit
const keys: readonly (readonly [string, KnownKey])[] = Object.entries(knownKeys)

interface EditDialogProps {
  readonly profile: Profile
  readonly registry: Address
  readonly onClose: () => void
}

/** What an account says of itself, to be sent by its wallet, or by a command where its key is. */
export default function EditDialog({ profile, registry, onClose }: EditDialogProps) {
  const { wallet } = useWallets()
  const { config } = useNetwork()
  const { progress, isRunning, run } = useRun(wallet)
  // What a main account says is not its own.
  const [before] = useState(profile.textsOf === profile.address ? profile.texts : {})
  const [entered, setEntered] = useState<Readonly<Record<string, string>>>({})
  const changes = changesOf(before, entered)
  const problems = problemsOf(changes)
  const isOwn = isSame(wallet?.address, profile.address)
  const isElsewhere = isOwn && wallet !== undefined && wallet.chainId !== config.chainId
  const isFit = changes.length > 0 && problems.size === 0
  const canSend = isFit && isOwn && !isElsewhere && !isRunning && progress.phase !== 'done'
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (canSend) await run([setTextsCall(registry, changes)], () => said.title)
  }
  return (
    <Sheet title={said.title} about={said.about} onClose={onClose} testId="edit-profile">
      <WalletChoice label={text.staking.from} />
      <form onSubmit={submit} className="grid grid-cols-[minmax(0,1fr)] gap-3">
        <fieldset disabled={isRunning} className="grid grid-cols-[minmax(0,1fr)] gap-3">
          {keys.map(([key, known]) => (
            <RecordField
              key={key}
              {...{ name: key, known, problem: problems.get(key), value: entered[key] ?? before[key] ?? '' }}
              onChange={(value) => setEntered((others) => ({ ...others, [key]: value }))}
            />
          ))}
        </fieldset>
        {isFit && (
          <details>
            <summary className="cursor-pointer text-soft">{text.identity.elsewhere}</summary>
            <CopyField text={setCommand(changes)} label={said.command} />
          </details>
        )}
        {isElsewhere && wallet && <WrongNetwork wallet={wallet} />}
        {!isOwn && <p className="text-soft">{text.identity.notOwn}</p>}
        <RunLine progress={progress} />
        <Button kind="primary" type="submit" className="min-h-11 w-full" disabled={!canSend}>
          {said.save}
        </Button>
      </form>
    </Sheet>
  )
}

interface RecordFieldProps {
  readonly name: string
  readonly known: KnownKey
  readonly value: string
  readonly problem: string | undefined
  readonly onChange: (value: string) => void
}

function RecordField({ name, known, value, problem, onChange }: RecordFieldProps) {
  const label = text.identity.fields[name] ?? text.identity.contact[name] ?? known.label
  return (
    <Field label={label}>
      {(id) => {
        const props = {
          ...{ id, value, className: inputClass, placeholder: known.example, autoComplete: 'off' },
          ...{
            'aria-invalid': problem !== undefined,
            'aria-describedby': `${id}-problem`,
            spellCheck: false,
          },
        }
        return (
          <>
            {known.kind === 'text' ? (
              <textarea {...props} rows={3} onChange={({ target }) => onChange(target.value)} />
            ) : (
              <input {...props} onChange={({ target }) => onChange(target.value)} />
            )}
            <p id={`${id}-problem`} className="text-xs text-bad empty:hidden">
              {problem}
            </p>
          </>
        )
      }}
    </Field>
  )
}
