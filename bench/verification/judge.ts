import { cheats } from '@millrace/devnet/cheats'
import {
  checkAgainstReference,
  checkContent,
  type Depth,
  limitsFor,
  type Outcome,
  outcomeOf,
} from '@millrace/verification'
import type { Measured } from './measure.ts'

export interface Judged {
  readonly measured: Measured
  readonly outcome: Outcome
  readonly usedReference: boolean
  /** Why it is not good. */
  readonly codes: readonly string[]
}

/** The verdict that these limits give, as `verifyRendition` comes to it. */
export function judge(measured: Measured, depth: Depth): Judged {
  const { facts, scores, reference } = measured
  if (outcomeOf(facts) === 'bad') return judged(measured, facts, false)
  // No picture of a time of the source.
  if (!scores) return { measured, outcome: 'bad', usedReference: false, codes: ['WRONG_TIMES'] }
  const limits = limitsFor(measured)
  const reasons = [...facts, ...checkContent(scores, limits)]
  const outcome = outcomeOf(reasons)
  if (outcome === 'bad' || (outcome === 'good' && depth === 'quick')) return judged(measured, reasons, false)
  if (!reference) throw new Error(`There is no reference for ${measured.clip} ${measured.order}.`)
  return judged(measured, checkAgainstReference(scores, reference, limits), true)
}

function judged(measured: Measured, reasons: Measured['facts'], usedReference: boolean): Judged {
  return {
    measured,
    outcome: outcomeOf(reasons),
    usedReference,
    codes: [...new Set(reasons.map(({ code }) => code))],
  }
}

export interface ClassFigures {
  readonly name: string
  readonly kind: 'honest' | 'gross' | 'subtle'
  readonly tested: number
  readonly refused: number
  readonly byReference: number
}

/** What became of each class: honest ones by their encoder, cheats by their kind. */
export function confusion(all: readonly Judged[]): readonly ClassFigures[] {
  const classes = new Map<string, { kind: ClassFigures['kind']; all: Judged[] }>()
  for (const one of all) {
    const { cheat, variant } = one.measured
    const known = cheats.find(({ name }) => name === cheat)
    const kind = cheat === undefined ? 'honest' : known?.isGross ? 'gross' : 'subtle'
    const of = classes.get(cheat ?? variant) ?? { kind, all: [] }
    of.all.push(one)
    classes.set(cheat ?? variant, of)
  }
  return [...classes]
    .map(([name, { kind, all: list }]) => ({
      ...{ name, kind, tested: list.length },
      refused: list.filter(({ outcome }) => outcome === 'bad').length,
      byReference: list.filter(({ usedReference }) => usedReference).length,
    }))
    .sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind) || a.name.localeCompare(b.name))
}

const order = ['honest', 'gross', 'subtle']

export interface Summary {
  readonly grossCaught: number
  readonly subtleCaught: number
  readonly falsePositivesPer10k: number
  readonly falsePositivesPer10kUpper95: number
  readonly honestTested: number
  readonly cheatsTested: number
  /** Of the honest: how many needed a reference transcode. */
  readonly referenceShare: number
}

export function summarise(classes: readonly ClassFigures[]): Summary {
  const of = (kind: ClassFigures['kind']) => {
    const list = classes.filter((one) => one.kind === kind)
    const sum = (figure: (one: ClassFigures) => number) => list.reduce((total, one) => total + figure(one), 0)
    return {
      tested: sum(({ tested }) => tested),
      refused: sum(({ refused }) => refused),
      byReference: sum(({ byReference }) => byReference),
    }
  }
  const [honest, gross, subtle] = [of('honest'), of('gross'), of('subtle')]
  const digits = (value: number) => Number(value.toFixed(4))
  return {
    grossCaught: digits(gross.refused / gross.tested),
    subtleCaught: digits(subtle.refused / subtle.tested),
    falsePositivesPer10k: digits((honest.refused / honest.tested) * 10_000),
    falsePositivesPer10kUpper95: digits(upperBound(honest.refused, honest.tested) * 10_000),
    honestTested: honest.tested,
    cheatsTested: gross.tested + subtle.tested,
    referenceShare: digits(honest.byReference / honest.tested),
  }
}

/** The share below which the true one is with 95 % confidence (Clopper–Pearson, one side), by bisection. */
export function upperBound(seen: number, tested: number): number {
  let [low, high] = [seen / tested, 1]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (atMost(seen, tested, middle) > 0.05) low = middle
    else high = middle
  }
  return high
}

/** Probability of at most so many of so many at a share. */
function atMost(seen: number, tested: number, share: number): number {
  let [term, sum] = [tested * Math.log1p(-share), 0]
  for (let count = 0; count <= seen; count++) {
    sum += Math.exp(term)
    term += Math.log((tested - count) / (count + 1)) + Math.log(share) - Math.log1p(-share)
  }
  return sum
}
