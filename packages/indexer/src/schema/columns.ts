import { customType, bigint as int8, pgSchema } from 'drizzle-orm/pg-core'

/** All tables live in a schema of their own, so that other services may share the database. */
export const { table } = pgSchema('indexer')

/** Rounds, blocks and other counts that a JavaScript number holds. */
export const count = (name: string) => int8(name, { mode: 'number' })

/** 0x and 40 hex digits in lower case. */
export const address = customType<{ data: `0x${string}`; driverData: string }>({ dataType: () => 'text' })

/** 0x and 64 hex digits in lower case. */
export const hash = customType<{ data: `0x${string}`; driverData: string }>({ dataType: () => 'text' })
