import { expect, test } from 'vitest'
import { z } from 'zod'
import { SettingsError } from './errors.ts'
import { readSettings } from './read-settings.ts'

const schema = z.strictObject({
  port: z.int().min(0).default(8_935),
  prices: z.record(z.string(), z.strictObject({ wei: z.int().min(0) })).default({}),
})

function problemOf(settings: object): string {
  try {
    readSettings(schema, settings)
  } catch (error) {
    expect(error).toBeInstanceOf(SettingsError)
    if (error instanceof SettingsError) return error.message
  }
  return 'none'
}

test('what is left out has its default, and settings that are read already stay as they are', () => {
  const read = readSettings(schema, { prices: { a: { wei: 1 } } })
  expect(read).toEqual({ port: 8_935, prices: { a: { wei: 1 } } })
  expect(readSettings(schema, read)).toEqual(read)
})

test('error: the first setting that does not fit is named, as deep as it lies', () => {
  expect(problemOf({ port: 'many' })).toMatch(/^Setting port: /)
  expect(problemOf({ prices: { a: { wei: -1 } } })).toMatch(/^Setting prices\.a\.wei: /)
})

test('error: a setting that there is not is named, as deep as it lies', () => {
  expect(problemOf({ prot: 1 })).toBe('Setting prot: there is no such setting.')
  const prices = { a: { wei: 1, wie: 1 } }
  expect(problemOf({ prices })).toBe('Setting prices.a.wie: there is no such setting.')
})
