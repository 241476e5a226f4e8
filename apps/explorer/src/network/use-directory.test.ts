import { expect, test } from 'vitest'
import { directoryOf } from './use-directory.ts'

const one = '0x0000000000000000000000000000000000000001'
const other = '0x0000000000000000000000000000000000000002'

test('a directory is made once for all rows that ask with the same facts', () => {
  const registered = [one] as const
  expect(directoryOf(registered, undefined)).toBe(directoryOf(registered, undefined))
})

test('a directory follows its facts', () => {
  const unknown = directoryOf([one], undefined)(other)
  expect(directoryOf([one, other], undefined)(other)).not.toEqual(unknown)
})
