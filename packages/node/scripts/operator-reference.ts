import type { OpenApiDocument } from '../src/daemon/operator/describe.ts'
import { describeType, descriptionOf, type JsonSchema } from './schema-text.ts'
import { renderTable } from './table.ts'

type Paths = NonNullable<OpenApiDocument['paths']>
type Operation = NonNullable<Paths[string]['get']>

interface Route {
  readonly method: string
  readonly path: string
  readonly operation: Operation
  /** Roles that answer it in this way. */
  readonly roles: readonly string[]
}

const methods = ['get', 'post', 'put', 'delete'] as const

/** The reference page of all roles: their routes, and what those take and answer. */
export function renderReference(apis: ReadonlyMap<string, OpenApiDocument>): string {
  const routes = mergedRoutes(apis)
  const common = routes.filter(({ roles }) => roles.length === apis.size)
  const parts = [intro, `## Every role\n\n${common.map(renderRoute).join('\n')}`]
  for (const role of apis.keys()) {
    const own = routes.filter(({ roles }) => roles.length < apis.size && roles.includes(role))
    parts.push(`## ${role[0]?.toUpperCase()}${role.slice(1)}\n\n${own.map(renderRoute).join('\n')}`)
  }
  parts.push(`## What is answered\n\n${renderSchemas(apis)}`)
  return `${parts.join('\n')}`
}

const intro = `# Operator API

Printed from the descriptions that nodes serve at \`/openapi.json\`; \`npm run generate\` writes this page. What it is for and
how to get a token: [Watching and steering a node](../operator.md).

Requests and answers are JSON. Amounts are decimal text in wei, times Unix time in milliseconds. What fails is answered as
\`{"error": {"code": "…", "message": "…"}}\`: the code is for programs, the message says what to do. 400: the request does
not fit. 401: no token, or a wrong one. 403: the token lacks the scope. 404: it is not there. 409: this node cannot do it.
413: the body is too large. 429: too many wrong tokens. 500: the node failed, and its log says why.

TypeScript has a client: \`operatorClient('orchestrator', { url, token })\` of \`@millrace/client/operator\`.
`

/** One entry for each route that all its roles answer alike. */
function mergedRoutes(apis: ReadonlyMap<string, OpenApiDocument>): readonly Route[] {
  const routes = new Map<string, Route>()
  for (const [role, { paths = {} }] of apis)
    for (const [path, item] of Object.entries(paths))
      for (const method of methods) {
        const operation = item[method]
        if (operation === undefined) continue
        const key = JSON.stringify([method, path, operation])
        const roles = [...(routes.get(key)?.roles ?? []), role]
        routes.set(key, { method, path, operation, roles })
      }
  return [...routes.values()]
}

function renderRoute({ method, path, operation }: Route): string {
  const { summary = '', description, security, parameters = [], requestBody, responses } = operation
  const scope = security?.flatMap((way) => Object.values(way).flat())[0]
  const lines = [
    `### \`${method.toUpperCase()} ${path}\``,
    '',
    [summary, description].filter(Boolean).join(' '),
    '',
  ]
  lines.push(scope === undefined ? '- No token needed.' : `- Scope: \`${scope}\``)
  for (const parameter of parameters) {
    if (!('name' in parameter)) continue
    const { name, in: where, description: what = '', required, schema } = parameter
    const kind = `${where === 'path' ? 'in the path' : 'in the query'}${required ? '' : ', optional'}`
    lines.push(`- \`${name}\` (${kind}): ${describeType(schema as JsonSchema)}. ${what}`.trimEnd())
  }
  const body = jsonSchemaOf(requestBody)
  if (body) lines.push(`- Body: ${describeType(body)}`)
  const answer = jsonSchemaOf(responses?.['200'])
  if (answer) lines.push(`- Answer: ${describeType(answer)}`)
  return `${lines.join('\n')}\n`
}

function jsonSchemaOf(holder: unknown): JsonSchema | undefined {
  const content = (holder as { content?: Record<string, { schema?: JsonSchema }> } | undefined)?.content
  return content?.['application/json']?.schema
}

/** One table for each named schema, with the roles that mean something else by a name told apart. */
function renderSchemas(apis: ReadonlyMap<string, OpenApiDocument>): string {
  const schemas = new Map<string, JsonSchema>()
  for (const { components } of apis.values())
    for (const [name, schema] of Object.entries(components?.schemas ?? {})) {
      const known = schemas.get(name)
      if (known && JSON.stringify(known) !== JSON.stringify(schema))
        throw new Error(`Two roles mean different things by ${name}.`)
      schemas.set(name, schema as JsonSchema)
    }
  return [...schemas].map(([name, schema]) => renderSchema(name, schema)).join('\n')
}

function renderSchema(name: string, { properties = {}, required = [], description }: JsonSchema): string {
  const rows = Object.entries(properties).map(([field, schema]) => {
    const optional = required.includes(field) ? '' : ', optional'
    return [`\`${field}\``, `${describeType(schema)}${optional}`, descriptionOf(schema)]
  })
  const head = `### ${name}\n\n${description ? `${description}\n\n` : ''}`
  return `${head}${renderTable([['field', 'type', 'what'], ...rows])}`
}
