import * as abis from '@millrace/abi'
import { expect, test } from 'vitest'
import { retryableReverts, revertSentences } from './revert-sentences.ts'

const declared = new Map(
  Object.values(abis)
    .flatMap((abi) => (Array.isArray(abi) ? abi : []))
    .filter((item) => item.type === 'error')
    .map((item) => [item.name as string, item.inputs as readonly { readonly name: string }[]]),
)

test('every custom error of the contracts has a sentence, and no sentence is left over', () => {
  expect(Object.keys(revertSentences).sort()).toEqual([...declared.keys()].sort())
  for (const name of retryableReverts) expect(declared.has(name)).toBe(true)
})

test('sentences name only values that the error carries', () => {
  for (const [name, inputs] of declared) {
    const values = Object.fromEntries(inputs.map((input) => [input.name, 'value']))
    const sentence = revertSentences[name]?.(values)
    expect(sentence, name).not.toContain('undefined')
    expect(sentence, name).toMatch(/\.$/)
  }
})
