import { OpenAPIHono, type RouteConfig, z } from '@hono/zod-openapi'
import packageJson from '../../../package.json' with { type: 'json' }
import { type OperatorHono, tokenScheme } from './route.ts'
import { priceAnswerSchema } from './schemas.ts'

const errorAnswerSchema = z
  .object({
    error: z.object({
      code: z.string().describe('Names the error for programs.'),
      message: z.string().describe('A sentence for people: what is wrong and what to do.'),
      meta: z.record(z.string(), z.unknown()).optional().describe('The facts behind the sentence.'),
    }),
  })
  .openapi('Error')

/** What errors look like, on every route. */
const errorResponse = {
  description: 'What went wrong: 401 without a good token, 403 without the scope, 400 for what does not fit.',
  content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
}

export type OpenApiDocument = ReturnType<OperatorHono['getOpenAPI31Document']>

/** The OpenAPI description of the routes that are registered. */
export function describeApp(
  app: Pick<OperatorHono, 'openAPIRegistry' | 'getOpenAPI31Document'>,
  role: string,
) {
  if (!app.openAPIRegistry.definitions.some(({ type }) => type === 'component')) {
    app.openAPIRegistry.register('Error', errorAnswerSchema)
    // Before its uses, each of which says of it what it is there.
    app.openAPIRegistry.register('Price', priceAnswerSchema)
    app.openAPIRegistry.registerComponent('securitySchemes', tokenScheme, {
      type: 'http',
      scheme: 'bearer',
      description:
        'A token of this node: the one in DATA_DIR/operator-token, or one made by "millrace token create".',
    })
  }
  const document = withErrors(
    app.getOpenAPI31Document({
      openapi: '3.1.0',
      info: {
        title: `Operator API of a Millrace ${role}`,
        version: packageJson.version,
        description: 'Amounts are decimal text in wei, times Unix time in milliseconds.',
        license: { name: packageJson.license },
      },
    }),
  )
  return withoutUnused(document)
}

/** The description of routes without a node that answers them. */
export function describeRoutes(definitions: readonly RouteConfig[], role: string): OpenApiDocument {
  const app = new OpenAPIHono()
  for (const definition of definitions) app.openAPIRegistry.registerPath(definition)
  return describeApp(app, role)
}

/** Not every role has a price. */
function withoutUnused(document: OpenApiDocument): OpenApiDocument {
  const { schemas = {} } = document.components ?? {}
  const text = JSON.stringify(document)
  for (const name of Object.keys(schemas))
    if (!text.includes(`"#/components/schemas/${name}"`)) delete schemas[name]
  return document
}

function withErrors(document: OpenApiDocument): OpenApiDocument {
  for (const path of Object.values(document.paths ?? {}))
    for (const operation of [path.get, path.put, path.post, path.delete])
      if (operation?.security) operation.responses = { ...operation.responses, default: errorResponse }
  return document
}
