import { price } from '@millrace/daemon'
import { expect, test } from 'vitest'
import { KeptSetting } from './kept-setting.ts'

function storeInMemory() {
  const values = new Map<string, Uint8Array>()
  return {
    get: (key: string) => values.get(key),
    set: (key: string, value: Uint8Array) => void values.set(key, value),
  }
}

const setting = (wei: bigint, store = storeInMemory()) =>
  new KeptSetting({ name: 'price', configured: { wei, pixels: 1n }, schema: price }, store)

test('what was set holds over a restart, until the setting itself is another one', () => {
  const store = storeInMemory()
  const first = setting(5n, store)
  expect(first.value.wei).toBe(5n)
  first.set({ wei: 10n ** 18n, pixels: 3n })
  expect(setting(5n, store).value).toEqual({ wei: 10n ** 18n, pixels: 3n })
  expect(setting(6n, store).value).toEqual({ wei: 6n, pixels: 1n })
})

test('error: a value that does not fit any more is left aside', () => {
  const store = storeInMemory()
  setting(5n, store).set({ wei: -1n, pixels: 1n })
  expect(setting(5n, store).value.wei).toBe(5n)
})
