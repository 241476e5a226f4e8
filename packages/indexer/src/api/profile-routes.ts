import { createRoute, type OpenAPIHono, z } from '@hono/zod-openapi'
import type { Hex } from '@millrace/crypto'
import type { EnsNames } from '../names/ens-names.ts'
import { tagOf } from './app.ts'
import { atOneBlock, type ReadDatabase } from './at-one-block.ts'
import { readProfiles } from './profiles.ts'

/** So many accounts can be asked for at once. */
const mostAddresses = 100

const addresses = z
  .string()
  .max(43 * mostAddresses)
  .regex(
    /^0x[0-9a-fA-F]{40}(?:,0x[0-9a-fA-F]{40})*$/,
    `must be addresses of 20 bytes in hexadecimal with commas between, ${mostAddresses} at the most`,
  )
  .transform((value) => [...new Set(value.toLowerCase().split(','))] as Hex[])

const profile = z.object({
  address: z.string(),
  main: z.string().nullable().describe('The account that it belongs to, say both.'),
  linked: z.array(z.string()).describe('Accounts that belong to it, say both.'),
  textsOf: z.string().describe('Whose texts these are: its own, or if it has none its main account’s.'),
  texts: z
    .record(z.string(), z.string())
    .describe('What it says of itself by EIP-634 key, as written: clean it before you show it.'),
  name: z.string().nullable().describe('What it calls itself, else its name in ENS, cleaned.'),
  ens: z
    .string()
    .nullable()
    .describe('Its primary name in ENS, which leads back to it, where ENS is asked and has answered.'),
  lookAlikes: z
    .array(z.object({ address: z.string(), name: z.string() }))
    .describe('Accounts of other owners with names that can be taken for this one; five at the most.'),
})

interface ProfileDependencies {
  readonly database: ReadDatabase
  readonly ens?: EnsNames | undefined
}

/** What accounts say of themselves. */
export function profileRoutes(app: OpenAPIHono, { database, ens }: ProfileDependencies): void {
  const block = z.object({ number: z.int(), hash: z.string(), time: z.int() })
  const schema = z.object({ items: z.array(profile), block })
  const route = createRoute({
    ...{
      method: 'get',
      path: '/v1/profiles',
      summary: 'What accounts say of themselves; nobody checked it.',
    },
    request: {
      query: z.strictObject({ address: addresses.describe(`Up to ${mostAddresses}, with commas between.`) }),
    },
    responses: {
      200: {
        description: 'A profile for each account, in their order.',
        content: { 'application/json': { schema } },
      },
    },
  })
  app.openapi(route, async (context) => {
    const { address } = context.req.valid('query')
    const ensNames = ens?.known(address) ?? new Map()
    const { value, block } = await atOneBlock(database, (sql) => readProfiles(address, ensNames, sql))
    context.header('ETag', tagOf(block.hash))
    const items = value.map(({ linked, lookAlikes, ...rest }) => ({
      ...{ ...rest, linked: [...linked], lookAlikes: [...lookAlikes] },
    }))
    return context.json({ items, block }, 200)
  })
}
