import type { describeIndexer } from '@millrace/indexer'
import { describeType, descriptionOf, type JsonSchema } from './schema-text.ts'
import { renderTable } from './table.ts'

type IndexerDocument = ReturnType<typeof describeIndexer>
type Operation = NonNullable<NonNullable<IndexerDocument['paths']>[string]['get']>

interface Parameter {
  readonly name: string
  readonly in: string
  readonly description?: string
  readonly required?: boolean
  readonly schema?: JsonSchema
}

/** Parameters that every list has, told of once. */
const listParameters: readonly string[] = ['sort', 'order', 'limit', 'cursor', 'format']

const intro = `# Indexer API

Printed from the description that the indexer serves at \`/openapi.json\`; \`npm run generate\` writes this page. What it is
for: [The indexer](../indexer.md).

Amounts are decimal text in wei, times Unix time in milliseconds, addresses in lower case. Every answer says in \`block\`
for which block it is true. What fails is answered as \`{"error": {"code": "…", "message": "…"}}\`. 400: the request does
not fit. 404: it is not there. 500: the indexer failed, and its log says why.

Lists answer page by page: \`limit\` rows at the most, \`next\` is the \`cursor\` of the page after. \`sort\` is a column and
\`order\` is \`asc\` or \`desc\`. \`format=csv\` gives all rows as CSV. A filter is a column's name; \`…Min\` and \`…Max\` bound one.

TypeScript has a client with exact amounts: \`indexerClient({ url })\` of \`@millrace/client/indexer\`.
`

/** The reference page of the indexer: its paths, and what those take and answer. */
export function renderIndexerReference({ paths = {} }: IndexerDocument): string {
  const parts = Object.entries(paths).flatMap(([path, { get }]) => (get ? [renderPath(path, get)] : []))
  return [intro, ...parts].join('\n')
}

function renderPath(path: string, { summary = '', parameters = [], responses }: Operation): string {
  const known = parameters as readonly Parameter[]
  const answer = answerOf(responses)
  const items = answer?.properties?.['items']?.items
  const lines = [
    `## \`GET ${path}\``,
    '',
    summary,
    '',
    ...(items ? listLines(known) : known.map(parameterLine)),
  ]
  const fields = fieldsOf(items ?? answer)
  return `${lines.join('\n').trimEnd()}\n${fields === undefined ? '' : `\n${fields}`}`
}

function parameterLine({ name, in: where, description = '', required, schema = {} }: Parameter): string {
  const kind = `${where === 'path' ? 'in the path' : 'in the query'}${required ? '' : ', optional'}`
  return `- \`${name}\` (${kind}): ${describeType(schema)}. ${description}`.trimEnd()
}

function listLines(parameters: readonly Parameter[]): readonly string[] {
  const names = parameters.map(({ name }) => name)
  const isBound = (name: string) =>
    /(Min|Max)$/.test(name) && names.includes(name.replace(/M(in|ax)$/, 'Min'))
  const bounded = names
    .filter((name) => isBound(name) && name.endsWith('Min'))
    .map((name) => name.slice(0, -3))
  const filters = names.filter((name) => !listParameters.includes(name) && !isBound(name))
  const sorts = parameters.find(({ name }) => name === 'sort')?.schema?.enum ?? []
  return [...line('Sorted by', sorts.map(String)), ...line('Filters', filters), ...line('Bounds', bounded)]
}

function line(label: string, names: readonly string[]): readonly string[] {
  return names.length === 0 ? [] : [`- ${label}: ${names.map((name) => `\`${name}\``).join(', ')}`]
}

function answerOf(responses: unknown): JsonSchema | undefined {
  const [success] = Object.values(responses ?? {}) as {
    readonly content?: Readonly<Record<string, { readonly schema?: JsonSchema }>>
  }[]
  return success?.content?.['application/json']?.schema
}

function fieldsOf({ properties = {} }: JsonSchema = {}): string | undefined {
  const rows = Object.entries(properties).map(([field, schema]) => [
    `\`${field}\``,
    describeType(schema),
    descriptionOf(schema),
  ])
  return rows.length === 0 ? undefined : renderTable([['field', 'type', 'what'], ...rows])
}
