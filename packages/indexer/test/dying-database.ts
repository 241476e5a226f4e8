import type { Random } from '../../../contracts/test/differential/random.ts'
import type { WritingSql } from '../src/store/table-sql.ts'
import type { FollowerDatabase } from '../src/sync/follower.ts'

/** Fails now and then: before a transaction's end, or after it, as when the process dies before it hears of it. */
export function dyingDatabase(database: FollowerDatabase, random: Random): FollowerDatabase {
  return {
    query: (text, parameters) => database.query(text, parameters),
    async transaction<T>(work: (sql: WritingSql) => Promise<T>) {
      const fate = random.chance(0.2) ? random.pick(['before', 'after']) : 'none'
      const result = await database.transaction(async (sql) => {
        const done = await work(sql)
        if (fate === 'before') throw new Error('The process died.')
        return done
      })
      if (fate === 'after') throw new Error('The process died.')
      return result
    },
  }
}
