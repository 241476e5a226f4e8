/** Code and sentence of an answer that is an error; a proxy in between answers in words of its own. */
export function answerWords(
  answer: unknown,
  { status, from }: { readonly status: number; readonly from: string },
): { readonly code: string; readonly message: string } {
  const { error } = (typeof answer === 'object' && answer !== null ? answer : {}) as { error?: unknown }
  const { code, message } = (typeof error === 'object' && error !== null ? error : {}) as {
    code?: unknown
    message?: unknown
  }
  if (typeof code === 'string' && typeof message === 'string') return { code, message }
  return { code: 'UNKNOWN_ANSWER', message: `It was answered with status ${status}, and not by ${from}.` }
}
