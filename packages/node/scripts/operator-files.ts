import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import openapiTS, { astToString, type OpenAPI3 } from 'openapi-typescript'
import { renderMetricsReference } from './metrics-reference.ts'
import { operatorApis } from './operator-apis.ts'
import { renderReference } from './operator-reference.ts'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const header =
  '// Generated from the descriptions of the operator APIs; `npm run generate` writes it. Do not edit.\n'

/** What is made from the descriptions of the operator APIs: path → content. */
export async function renderOperatorFiles(): Promise<ReadonlyMap<string, string>> {
  const files = new Map<string, string>()
  const apis = operatorApis()
  for (const [role, document] of apis) {
    // Both are OpenAPI 3.1, typed by two libraries.
    const ast = await openapiTS(JSON.parse(JSON.stringify(document)) as OpenAPI3)
    files.set(
      join(root, 'packages/client/src/operator/generated', `${role}.ts`),
      `${header}${astToString(ast)}`,
    )
  }
  files.set(join(root, 'docs/5-reference/operator-api.md'), renderReference(apis))
  files.set(join(root, 'docs/5-reference/metrics.md'), renderMetricsReference())
  return files
}
