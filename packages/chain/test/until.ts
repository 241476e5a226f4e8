import { delay } from '@millrace/common'

/** Waits until a condition holds; the test's own time-out is the limit. */
export async function until<T>(read: () => T | Promise<T>): Promise<NonNullable<T>> {
  for (;;) {
    const value = await read()
    if (value) return value
    await delay(15)
  }
}
