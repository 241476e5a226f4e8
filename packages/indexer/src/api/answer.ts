import { z } from '@hono/zod-openapi'

const block = z.object({ number: z.int(), protocolBlock: z.int(), hash: z.string(), time: z.int() })

/** An answer about one thing, with the block that it is true for. */
export function answer<Shape extends z.ZodRawShape>(description: string, shape: Shape) {
  const schema = z.object({ ...shape, block })
  return { 200: { description, content: { 'application/json': { schema } } } }
}
