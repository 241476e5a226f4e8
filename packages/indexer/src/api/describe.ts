import type { OpenAPIHono } from '@hono/zod-openapi'
import packageJson from '../../package.json' with { type: 'json' }

/** The OpenAPI description of the routes that are registered. */
export function describeApp(app: OpenAPIHono) {
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Millrace indexer',
      version: packageJson.version,
      description:
        'What the chain says of the protocol. Amounts are decimal text in wei, times Unix time in milliseconds, addresses in lower case.',
      license: { name: packageJson.license },
    },
  })
}
