/** What went wrong, in one line: viem's errors carry a short sentence, others their first line. */
export function sentenceOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  const short = (error as { readonly shortMessage?: unknown }).shortMessage
  return typeof short === 'string' ? short : (error.message.split('\n')[0] ?? error.name)
}
