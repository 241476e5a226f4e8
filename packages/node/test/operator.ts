import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Asks a node's operator API with the token that it left in its data folder. */
export function askOperator(
  { operatorUrl, dataDir }: { readonly operatorUrl: string; readonly dataDir: string },
  path: string,
  init: RequestInit = {},
): Promise<Response> {
  const token = readFileSync(join(dataDir, 'operator-token'), 'utf8').trim()
  return fetch(new URL(path, operatorUrl), {
    ...init,
    headers: { 'content-type': 'application/json', ...init.headers, authorization: `Bearer ${token}` },
  })
}
