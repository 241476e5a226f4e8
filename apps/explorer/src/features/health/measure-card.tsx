import type { ReactNode } from 'react'
import { Card } from '../../components/card.tsx'
import { text } from '../../text/text.ts'

interface MeasureCardProps {
  readonly title: string
  /** How it is computed, in words. */
  readonly formula: string
  readonly figures: ReactNode
  /** Its trend, or what it is drawn as. */
  readonly children?: ReactNode
}

/** A measure of the network's health: what it is, how it came to be so, and how it is computed. */
export function MeasureCard({ title, formula, figures, children }: MeasureCardProps) {
  return (
    <Card title={title}>
      <dl className="mb-4 grid grid-cols-2 gap-4 sm:grid-cols-3">{figures}</dl>
      <div className="grow">{children}</div>
      <details className="mt-3 text-soft" open>
        <summary className="w-fit cursor-pointer rounded text-xs font-medium">{text.health.formula}</summary>
        <p className="mt-1 text-xs leading-relaxed">{formula}</p>
      </details>
    </Card>
  )
}
