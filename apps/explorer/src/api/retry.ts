export const retryDelayMs = 2_000

/** What was asked wrongly, or for what is not there, is answered the same again; anything else may pass. */
export function isWorthAnotherTry(reason: unknown): boolean {
  const { status } = reason as { readonly status?: unknown }
  return status !== 400 && status !== 404
}
