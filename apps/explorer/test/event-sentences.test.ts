import type { AbiEvent } from 'viem'
import { expect, test } from 'vitest'
import { watchedAbis } from '../../../packages/indexer/src/source/watched-abis.ts'
import { type DecodedEvent, sentenceOfEvent } from '../src/features/events/sentence.ts'

const [alice, bob] = [`0x${'a'.repeat(40)}`, `0x${'b'.repeat(40)}`]
const nobody = `0x${'0'.repeat(40)}`

const textOf = (event: DecodedEvent) =>
  sentenceOfEvent(event)
    .map((part) => (part.kind === 'words' ? part.text : `<${part.kind} ${part.value}>`))
    .join('')

/** What the indexer would tell of an event whose arguments are all one. */
function sampleOf(contract: string, { name, inputs }: AbiEvent): DecodedEvent {
  const value = (type: string) => (type === 'address' ? alice : type === 'string' ? 'text' : '1')
  return { contract, name, args: Object.fromEntries(inputs.map((input) => [input.name, value(input.type)])) }
}

const all = Object.entries(watchedAbis).flatMap(([contract, abi]) =>
  abi.filter((item) => item.type === 'event').map((event) => sampleOf(contract, event)),
)

test('every event that the indexer reads has a sentence', () => {
  expect(all.length).toBeGreaterThan(80)
  for (const event of all) {
    const [first, ...others] = sentenceOfEvent(event)
    const isNamedOnly =
      others.length === 0 && first?.kind === 'words' && first.text.includes(`: ${event.name}`)
    expect(isNamedOnly, `${event.contract}.${event.name}`).toBe(false)
  }
})

test('what a call of bond did is told apart', () => {
  const bond = (oldDelegate: string, additionalAmount: string) =>
    textOf({
      contract: 'bondingManager',
      name: 'Bond',
      args: { delegator: alice, oldDelegate, newDelegate: bob, additionalAmount, bondedAmount: '9' },
    })
  expect(bond(nobody, '5')).toBe(`<account ${alice}> staked <token 5> with <account ${bob}>`)
  expect(bond(bob ?? '', '5')).toContain('staked <token 5> more')
  expect(bond(alice ?? '', '0')).toContain('moved <token 9> from')
  expect(bond(alice ?? '', '5')).toContain('added <token 5> and moved <token 9> in all')
})

test('votes say what they are for', () => {
  const vote = (name: string, support: number) =>
    textOf({
      contract: 'treasuryGovernor',
      name,
      args: { voter: alice, support, weight: '7', proposalId: '12' },
    })
  expect(vote('VoteCast', 0)).toContain('against the proposal')
  expect(vote('VoteCastWithParams', 1)).toContain('<token 7> for the proposal')
})

test('error: an event that nobody knows, or that misses an argument, is named', () => {
  expect(textOf({ contract: 'elsewhere', name: 'Thing', args: {} })).toBe('elsewhere: Thing')
  expect(textOf({ contract: 'bondingManager', name: 'Reward', args: {} })).toBe('Bonding: Reward')
  expect(textOf({ contract: 'poll', name: 'Vote', args: { voter: alice, choiceID: '9' } })).toBe('Poll: Vote')
})
