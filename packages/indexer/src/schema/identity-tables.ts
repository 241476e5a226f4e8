import { primaryKey, text } from 'drizzle-orm/pg-core'
import { address, count, table } from './columns.ts'

/** What accounts say of themselves, as written: to be cleaned before it is shown. */
export const profileText = table(
  'profile_text',
  {
    account: address('account').notNull(),
    key: text('key').notNull(),
    value: text('value').notNull(),
    /** Of a name: what it looks like, the same for names that can be taken for each other. */
    skeleton: text('skeleton'),
    blockNumber: count('block_number').notNull(),
  },
  (t) => [primaryKey({ columns: [t.account, t.key] })],
)

/** Accounts that belong to another, by the consent of both. */
export const accountLink = table('account_link', {
  linked: address('linked').primaryKey(),
  main: address('main').notNull(),
  blockNumber: count('block_number').notNull(),
})
