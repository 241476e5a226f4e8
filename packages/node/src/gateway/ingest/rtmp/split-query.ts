/** Splits a path from its query, as encoders put one on the app or on the name. */
export function splitQuery(text: string): { readonly path: string; readonly query: URLSearchParams } {
  const mark = text.indexOf('?')
  if (mark === -1) return { path: text, query: new URLSearchParams() }
  return { path: text.slice(0, mark), query: new URLSearchParams(text.slice(mark + 1)) }
}
