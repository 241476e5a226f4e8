import { delay } from '@millrace/common'

/** Waits for a condition, looking at it a few times a second. @throws {Error} naming what did not come. */
export async function until<T>(
  what: string,
  condition: () => T | Promise<T>,
  { timeoutMs = 90_000 } = {},
): Promise<NonNullable<T>> {
  const deadline = Date.now() + timeoutMs
  for (;;) {
    const value = await condition()
    if (value) return value as NonNullable<T>
    if (Date.now() > deadline) throw new Error(`Waited ${timeoutMs / 1_000} s for this in vain: ${what}.`)
    await delay(150)
  }
}
