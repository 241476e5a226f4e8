import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describeIndexer } from '@millrace/indexer'
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript'
import { describeTester } from '../src/tester/api/app.ts'
import { renderIndexerReference } from './indexer-reference.ts'
import { renderMetricsReference } from './metrics-reference.ts'
import { operatorApis } from './operator-apis.ts'
import { renderReference } from './operator-reference.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const header = '// Generated from the API’s description; `npm run generate` writes it. Do not edit.\n'

/** What is made from the descriptions of the APIs of nodes, tester and indexer: path → content. */
export async function renderApiFiles(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  const apis = operatorApis()
  for (const [role, document] of apis) files.set(typesFile('operator', role), await renderTypes(document))
  const indexer = describeIndexer()
  files.set(typesFile('indexer', 'api'), await renderTypes(indexer))
  files.set(typesFile('tester', 'api'), await renderTypes(describeTester()))
  files.set(join(root, 'docs/5-reference/indexer-api.md'), renderIndexerReference(indexer))
  files.set(join(root, 'docs/5-reference/operator-api.md'), renderReference(apis))
  files.set(join(root, 'docs/5-reference/metrics.md'), renderMetricsReference())
  return files
}

function typesFile(client: string, name: string): string {
  return join(root, 'packages/client/src', client, 'generated', `${name}.ts`)
}

async function renderTypes(document: object): Promise<string> {
  // Both are OpenAPI 3.1, typed by two libraries.
  const ast = await openapiTS(JSON.parse(JSON.stringify(document)) as OpenAPI3)
  return `${header}${astToString(ast)}`
}
