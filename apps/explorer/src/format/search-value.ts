import * as z from 'zod/mini'

/** A value that a page's address may carry. Nonsense is left out: who follows an old or broken link sees the page still. */
export function searchValue<Schema extends z.ZodMiniType>(schema: Schema) {
  return z.catch(z.optional(schema), () => undefined as z.output<Schema> | undefined)
}
