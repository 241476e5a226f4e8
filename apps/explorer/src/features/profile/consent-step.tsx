import { type LinkConsent, linkConsentTypedData, renderConsent } from '@millrace/common/identity'
import { useState } from 'react'
import type { Hex } from 'viem'
import { Button } from '../../components/button.tsx'
import { CopyField } from '../../components/copy-field.tsx'
import { Field, inputClass } from '../../components/field.tsx'
import { sentenceOf } from '../../format/errors.ts'
import { signatureIn } from '../../identity/edit.ts'
import { isSame } from '../../staking/state.ts'
import { text } from '../../text/text.ts'
import { isRejection } from '../../wallet/wallet.ts'
import { useWallets } from '../../wallet/wallet-context.tsx'

const said = text.identity.links

interface ConsentStepProps {
  readonly consent: LinkConsent
  readonly onSigned: (signature: Hex) => void
}

/** The other account agrees: with its wallet here, or with its key on another machine. */
export function ConsentStep({ consent, onSigned }: ConsentStepProps) {
  const { wallet } = useWallets()
  const [problem, setProblem] = useState<string>()
  const isHere = isSame(wallet?.address, consent.account)
  const sign = async () => {
    setProblem(undefined)
    try {
      if (wallet) onSigned(await wallet.signTypedData(linkConsentTypedData(consent)))
    } catch (error) {
      setProblem(isRejection(error) ? text.staking.progress.rejected : sentenceOf(error))
    }
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-3 rounded-lg bg-sunken p-3" data-testid="consent">
      <p>{isHere ? said.signHere : said.signWhere}</p>
      {isHere && <Button onClick={() => void sign()}>{said.sign}</Button>}
      {problem !== undefined && (
        <p role="alert" className="text-bad">
          {problem}
        </p>
      )}
      {!isHere && <SignElsewhere {...{ consent, onSigned }} />}
    </div>
  )
}

function SignElsewhere({ consent, onSigned }: ConsentStepProps) {
  const [pasted, setPasted] = useState('')
  const signature = signatureIn(pasted)
  return (
    <details>
      <summary className="cursor-pointer text-soft">{text.identity.elsewhere}</summary>
      <div className="mt-2 grid grid-cols-[minmax(0,1fr)] gap-3">
        <a
          href={`data:application/json;charset=utf-8,${encodeURIComponent(renderConsent(consent))}`}
          download="consent.json"
          className="rounded underline hover:text-ink"
        >
          {said.file}
        </a>
        <CopyField text="millrace identity sign consent.json --keystore-file key.json" label={said.command} />
        <Field label={said.pasted}>
          {(id) => (
            <textarea
              {...{ id, value: pasted, rows: 3, className: `${inputClass} font-mono`, spellCheck: false }}
              onChange={({ target }) => setPasted(target.value)}
            />
          )}
        </Field>
        <Button disabled={signature === undefined} onClick={() => signature && onSigned(signature)}>
          {said.take}
        </Button>
      </div>
    </details>
  )
}
