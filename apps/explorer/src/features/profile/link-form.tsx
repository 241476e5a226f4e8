import type { LinkConsent } from '@millrace/common/identity'
import { type FormEvent, useState } from 'react'
import { type Address, type Hex, isAddress } from 'viem'
import { useLive } from '../../api/use-live.ts'
import { Button } from '../../components/button.tsx'
import { Field, inputClass } from '../../components/field.tsx'
import { Select } from '../../components/select.tsx'
import type { Profile } from '../../identity/profile-store.ts'
import { linkCall } from '../../identity/registry-calls.ts'
import { useIdentityNonce } from '../../identity/use-registry.ts'
import { useNetwork } from '../../network/network-context.tsx'
import { isSame } from '../../staking/state.ts'
import { text } from '../../text/text.ts'
import { useRun } from '../../transactions/use-run.ts'
import { useWallets } from '../../wallet/wallet-context.tsx'
import { ConsentStep } from './consent-step.tsx'
import { RunLine } from './run-line.tsx'

const said = text.identity.links
/** A key that is far away needs a while. */
const goodForSeconds = 7 * 86_400

type Signed = LinkConsent & { readonly signature: Hex }

interface LinkFormProps {
  readonly profile: Profile
  readonly registry: Address
}

/** Links two accounts: the other one signs that it agrees, and this one sends it. */
export function LinkForm({ profile: { address, linked }, registry }: LinkFormProps) {
  const { wallet } = useWallets()
  const { progress, isRunning, run } = useRun(wallet)
  const [other, setOther] = useState('')
  const [direction, setDirection] = useState<'main' | 'linked'>('main')
  const [signed, setSigned] = useState<Signed>()
  const account = isAddress(other.trim(), { strict: false }) ? (other.trim() as Address) : undefined
  const isItself = isSame(account, address)
  const consent = useConsent(registry, isItself ? undefined : account, { address, direction })
  const isSigned = signed !== undefined && consent !== undefined && isFor(signed, consent)
  const canSend = isSigned && isSame(wallet?.address, address) && !isRunning
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (!canSend) return
    if (!(await run([linkCall(signed, signed.signature)], () => said.link))) return
    setOther('')
    setSigned(undefined)
  }
  return (
    <form onSubmit={submit} className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <Field label={said.other}>
        {(id) => (
          <input
            {...{ id, value: other, className: `${inputClass} font-mono`, placeholder: '0x…' }}
            {...{ autoComplete: 'off', spellCheck: false, disabled: isRunning }}
            onChange={({ target }) => setOther(target.value)}
          />
        )}
      </Field>
      {isItself && <p className="text-bad">{text.failures.reverts.LinkToItself}</p>}
      {linked.length === 0 && (
        <Field label={said.direction}>
          {(id) => (
            <Select
              {...{ id, value: direction, className: 'w-full' }}
              onChange={({ target }) => setDirection(target.value === 'linked' ? 'linked' : 'main')}
            >
              <option value="main">{said.otherBelongs}</option>
              <option value="linked">{said.thisBelongs}</option>
            </Select>
          )}
        </Field>
      )}
      {consent && !isSigned && (
        <ConsentStep consent={consent} onSigned={(signature) => setSigned({ ...consent, signature })} />
      )}
      {isSigned && (
        <p className="flex flex-wrap items-center gap-3 text-good">
          {said.agreed}
          <Button disabled={isRunning} onClick={() => setSigned(undefined)}>
            {said.again}
          </Button>
        </p>
      )}
      {isSigned && !isSame(wallet?.address, address) && <p className="text-soft">{said.switchBack}</p>}
      <RunLine progress={progress} />
      <Button kind="primary" type="submit" className="min-h-11 w-full" disabled={!canSend}>
        {said.link}
      </Button>
    </form>
  )
}

/** What the other account has to agree to; undefined until it is known. */
function useConsent(
  registry: Address,
  account: Address | undefined,
  { address, direction }: { readonly address: string; readonly direction: 'main' | 'linked' },
): LinkConsent | undefined {
  const { chainId } = useNetwork().config
  const nonce = useIdentityNonce(registry, account)
  const { position } = useLive()
  // By the chain's clock, which is the one that counts, and the same for as long as this is open.
  const [openedMs] = useState(position?.time ?? Date.now())
  if (account === undefined || nonce === undefined) return undefined
  const own = address as Address
  const [main, linked] = direction === 'main' ? [own, account] : [account, own]
  const deadline = BigInt(Math.floor(openedMs / 1_000) + goodForSeconds)
  return { kind: 'link', chainId, registry, account, main, linked, nonce, deadline }
}

function isFor(signed: LinkConsent, consent: LinkConsent): boolean {
  return (
    isSame(signed.main, consent.main) &&
    isSame(signed.linked, consent.linked) &&
    signed.nonce === consent.nonce
  )
}
