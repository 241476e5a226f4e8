import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { EnsNames } from '../names/ens-names.ts'
import { answer } from './answer.ts'
import { tagOf } from './app.ts'
import { atOneBlock, type ReadDatabase } from './at-one-block.ts'
import { search } from './search.ts'

export function searchRoute(
  app: OpenAPIHono,
  { database, ens }: { readonly database: ReadDatabase; readonly ens?: EnsNames | undefined },
): void {
  const hit = z.object({
    kind: z.string(),
    id: z.string(),
    name: z.string().optional().describe('What the account calls itself, cleaned.'),
  })
  const route = createRoute({
    ...{
      method: 'get',
      path: '/v1/search',
      summary: 'What an address or its beginning, a name, a number or a hash stands for.',
    },
    request: { query: z.strictObject({ q: z.string().min(1).max(100) }) },
    responses: answer('At most twenty hits.', { items: z.array(hit) }),
  })
  app.openapi(route, async (context) => {
    const { q } = context.req.valid('query')
    const namesake = q.includes('.') ? await ens?.addressOf(q.trim()) : undefined
    const { value, block } = await atOneBlock(database, (sql) => search(q, namesake, sql))
    context.header('ETag', tagOf(block.hash))
    return context.json({ items: [...value], block }, 200)
  })
}
