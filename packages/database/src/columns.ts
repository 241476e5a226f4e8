import { customType } from 'drizzle-orm/pg-core'

/** An unsigned integer of the chain, exact: `numeric(78,0)` in the database, a bigint here. */
export const uint256 = customType<{ data: bigint; driverData: string }>({
  dataType: () => 'numeric(78, 0)',
  fromDriver: BigInt,
  toDriver: String,
})
