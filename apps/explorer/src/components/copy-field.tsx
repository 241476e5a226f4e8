import { useEffect, useState } from 'react'
import { Button } from './button.tsx'

const thanksMs = 1_500

/** A line to be taken elsewhere, with a button that copies it. */
export function CopyField({ text, label }: { text: string; label: string }) {
  const [outcome, setOutcome] = useState<'copied' | 'failed'>()
  useEffect(() => {
    if (outcome === undefined) return
    const timer = window.setTimeout(() => setOutcome(undefined), thanksMs)
    return () => window.clearTimeout(timer)
  }, [outcome])
  const copy = () =>
    copyText(text).then(
      () => setOutcome('copied'),
      () => setOutcome('failed'),
    )
  return (
    <div className="mt-1.5 flex items-stretch gap-2">
      <code className="block min-w-0 grow rounded-lg bg-sunken px-3 py-2 font-mono text-[0.8125rem] break-words whitespace-pre-wrap select-all">
        {text}
      </code>
      <Button onClick={copy} aria-label={`Copy ${label}`} className="w-20 shrink-0">
        <span role="status">
          {outcome === 'copied' ? 'Copied' : outcome === 'failed' ? 'Select it' : 'Copy'}
        </span>
      </Button>
    </div>
  )
}

/** Pages that were not served securely have no clipboard. @throws {Error} when nothing can be copied. */
async function copyText(text: string): Promise<void> {
  const clipboard: Clipboard | undefined = navigator.clipboard
  if (!clipboard) throw new Error('There is no clipboard here.')
  await clipboard.writeText(text)
}
