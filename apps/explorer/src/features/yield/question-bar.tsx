import { Field, inputClass } from '../../components/field.tsx'
import { NumberField } from '../../components/number-field.tsx'
import { Select } from '../../components/select.tsx'
import { formatCount } from '../../format/amounts.ts'
import { formatDuration } from '../../format/time.ts'
import { text } from '../../text/text.ts'
import { inflationCourses } from '../../yield/inputs.ts'
import { horizons, usualHorizon, usualPrincipal } from './question.ts'
import { principalPattern, type QuestionSearch } from './question-search.ts'

const said = text.forecast

interface QuestionBarProps {
  readonly search: QuestionSearch
  readonly symbol: string
  /** Length of a round in ms, where it is known. */
  readonly roundMs: number | undefined
  readonly onChange: (change: QuestionSearch) => void
}

/** What a forecast is asked: how much, for how long, at which inflation. */
export function QuestionBar({ search, symbol, roundMs, onChange }: QuestionBarProps) {
  return (
    <fieldset className="grid grid-cols-2 items-end gap-3 md:grid-cols-4">
      <legend className="sr-only">{said.question}</legend>
      <PrincipalField {...{ search, symbol, onChange }} />
      <HorizonField {...{ search, roundMs, onChange }} />
      <Field label={said.inflation}>
        {(id) => (
          <Select
            id={id}
            className="w-full"
            value={search.inflation ?? inflationCourses[0]}
            onChange={({ target }) => {
              const course = inflationCourses.find((each) => each === target.value)
              onChange({ inflation: course === inflationCourses[0] ? undefined : course })
            }}
          >
            {inflationCourses.map((course) => (
              <option key={course} value={course}>
                {said.courses[course]}
              </option>
            ))}
          </Select>
        )}
      </Field>
      <NumberField
        label={said.tokenPrice(symbol)}
        unit="ETH"
        title={said.tokenPriceHint}
        value={search.tokenPrice}
        onChange={(tokenPrice) => onChange({ tokenPrice: tokenPrice === 0 ? undefined : tokenPrice })}
      />
    </fieldset>
  )
}

function PrincipalField({ search, symbol, onChange }: Omit<QuestionBarProps, 'roundMs'>) {
  return (
    <Field label={`${said.principal} (${symbol})`}>
      {(id) => (
        <input
          id={id}
          inputMode="decimal"
          autoComplete="off"
          placeholder={usualPrincipal}
          defaultValue={search.principal ?? ''}
          onChange={({ target }) => {
            const { value } = target
            if (value === '') onChange({ principal: undefined })
            else if (principalPattern.test(value)) onChange({ principal: value })
          }}
          className={inputClass}
        />
      )}
    </Field>
  )
}

function HorizonField({ search, roundMs, onChange }: Omit<QuestionBarProps, 'symbol'>) {
  const rounds = search.rounds ?? usualHorizon
  const choices = [...new Set([...horizons, rounds])].toSorted((a, b) => a - b)
  return (
    <Field label={said.horizon}>
      {(id) => (
        <Select
          id={id}
          className="w-full"
          value={rounds}
          onChange={({ target }) => onChange({ rounds: Number(target.value) })}
        >
          {choices.map((choice) => (
            <option key={choice} value={choice}>
              {roundMs === undefined
                ? said.rounds(formatCount(choice))
                : said.roundsFor(formatCount(choice), formatDuration((choice * roundMs) / 1_000))}
            </option>
          ))}
        </Select>
      )}
    </Field>
  )
}
