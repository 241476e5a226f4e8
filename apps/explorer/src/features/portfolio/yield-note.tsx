import { formatFraction } from '../../format/amounts.ts'
import { text } from '../../text/text.ts'
import { useUnits } from '../staking/units.ts'
import { changeOver, type EarnedRound, pushOf, type RoundFacts } from './explain.ts'
import { reasonText } from './reason-text.ts'

const said = text.portfolio.earnings.change
/** About a month of the live network. */
const mostRounds = 30
/** A change by less is none. */
const leastPart = 0.01

/** Whether the yield rose or fell over the last rounds, and why. */
export function YieldNote({ earned, facts }: { earned: readonly EarnedRound[]; facts: RoundFacts }) {
  const units = useUnits()
  const change = changeOver(earned, facts, mostRounds)
  if (!change) return null
  const { from, to } = change
  const part = to.yield / from.yield - 1
  if (Math.abs(part) < leastPart) return <p className="text-soft">{said.same(String(from.round))}</p>
  const [before, after] = [formatFraction(from.yield, 4), formatFraction(to.yield, 4)]
  const reasons = change.reasons.filter((reason) =>
    [undefined, part < 0 ? 'down' : 'up'].includes(pushOf(reason)),
  )
  const sentence = part < 0 ? said.fell : said.rose
  return (
    <div data-testid="yield-note" className="rounded-lg bg-sunken px-3 py-2">
      <p>{sentence(before, after, String(from.round), String(to.round))}</p>
      <ul className="mt-1 list-disc pl-5 text-soft">
        {reasons.map((reason) => (
          <li key={reason.kind}>{reasonText(reason, units)}</li>
        ))}
        {reasons.length === 0 && <li>{said.unknown}</li>}
      </ul>
    </div>
  )
}
