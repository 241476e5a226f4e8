import { eq, sql } from 'drizzle-orm'
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { copyLine, type Database, schemaDifferences } from '../src/index.ts'
import { databasesForTests } from './kit/index.ts'
import { openShop, pair, schema, shelf } from './shelf.ts'

const largest = 2n ** 256n - 1n
const row = {
  id: 2n ** 63n - 1n,
  amount: largest,
  small: -5,
  ok: true,
  name: `it's "quoted" \\ and 流`,
  label: 'short',
  seenAt: new Date('2026-07-01T12:34:56.789Z'),
  body: new Uint8Array([0, 1, 254, 255]),
  facts: { list: [1, 'two', null], deep: { is: true } },
  ratio: 0.1,
  tags: ['a,b', '{c}', '"', ''],
  day: '2026-02-28',
}

describe.each(databasesForTests())('$engine', ({ engine, createDatabase }) => {
  let database: Database<typeof schema>

  beforeAll(async () => {
    database = await openShop(await createDatabase())
  })
  afterAll(async () => {
    await database.close()
    await database.close()
  })

  test('the handle says which engine it is', () => {
    expect(database.engine).toBe(engine)
  })

  test('a row of every type comes back as it went in, by definition', async () => {
    await database.db.delete(shelf)
    await database.db.insert(shelf).values(row)
    expect(await database.db.select().from(shelf)).toEqual([row])
    expect(await database.db.query.shelf.findFirst({ where: eq(shelf.amount, largest) })).toEqual(row)
    const empty = { id: 1n, amount: 0n }
    await database.db.insert(shelf).values(empty)
    const [nulls] = await database.db.select().from(shelf).where(eq(shelf.id, 1n))
    expect(Object.values(nulls ?? {}).filter((value) => value === null)).toHaveLength(10)
  })

  test('rows that are copied in come back as they were, whatever signs are in them', async () => {
    const texts = fc.stringMatching(/^[^\0]*$/).filter((text) => text.isWellFormed())
    const sign = fc.constantFrom('\\', '\n', '\r', '\t', '\\.', '\\N', ',', '"', '流')
    const text = fc.option(
      fc.oneof(
        texts,
        fc.array(sign).map((signs) => signs.join('')),
      ),
    )
    const rows = fc.array(fc.tuple(text, fc.option(fc.boolean()), fc.bigInt({ min: 0n, max: largest })))
    await fc.assert(
      fc.asyncProperty(rows, async (drawn) => {
        const lines = drawn.map(([name, ok, amount], id) => copyLine([id, amount, ok, name]))
        await database.transaction(async (session) => {
          await session.query('delete from shop.shelf')
          await session.copyIn('shop.shelf (id, amount, ok, name)', lines.join(''))
        })
        const found = await database.query('select name, ok, amount from shop.shelf order by id')
        expect(found).toEqual(drawn.map(([name, ok, amount]) => ({ name, ok, amount: String(amount) })))
      }),
      { numRuns: 30 },
    )
  })

  test('error: a line that does not fit undoes its transaction, and the next one finds all as it was', async () => {
    const copying = (lines: string) =>
      database.transaction((session) => session.copyIn('shop.pair (a, b)', lines))
    const before = await database.query('select * from shop.pair')
    await expect(copying(copyLine(['fits', 1]) + copyLine(['does not', 'fit']))).rejects.toMatchObject({
      code: '22P02',
    })
    await expect(
      database.transaction((session) => session.copyIn('shop.none (a)', 'a\n')),
    ).rejects.toMatchObject({
      code: '42P01',
    })
    expect(await database.query('select * from shop.pair')).toEqual(before)
    expect(() => copyLine([{}])).toThrow(TypeError)
  })

  test('raw SQL gives exact values, the same from both engines', async () => {
    const [values] = await database.query(
      `select 9007199254740991::bigint as safe, 9007199254740992::bigint as large, $1::numeric as amount,
         1.10::numeric(4,2) as decimal, $2::timestamptz as instant, '2026-02-28'::date as day, $3::bytea as body,
         '2026-02-28 01:02:03'::timestamp as local, $4::jsonb as facts, $5::bigint[] as numbers,
         $6::numeric[] as amounts, $7::boolean as no, null::numeric as nothing, $8::text[] as texts,
         '1 day 02:00:00'::interval as span, 0.5::float4 as half, count(*) as total,
         array[[1,2],[3,4]] as grid, $2::timestamptz::text as shown, $9::bytea[] as bodies`,
      [
        largest,
        row.seenAt,
        row.body,
        row.facts,
        [1n, 2n ** 63n - 1n, null],
        [largest, 0n],
        false,
        row.tags,
        [row.body],
      ],
    )
    expect(values).toEqual({
      safe: Number.MAX_SAFE_INTEGER,
      large: 2n ** 53n,
      amount: largest.toString(),
      decimal: '1.10',
      instant: row.seenAt,
      day: '2026-02-28',
      body: row.body,
      local: '2026-02-28 01:02:03',
      facts: row.facts,
      numbers: [1, 2n ** 63n - 1n, null],
      amounts: [largest.toString(), '0'],
      no: false,
      nothing: null,
      texts: row.tags,
      span: '1 day 02:00:00',
      half: 0.5,
      total: 1,
      grid: [
        [1, 2],
        [3, 4],
      ],
      shown: '2026-07-01 12:34:56.789+00',
      bodies: [row.body],
    })
  })

  test('any amount and any text goes through arrays of a batch unchanged', async () => {
    const one = fc.record({
      amount: fc.bigInt({ min: 0n, max: largest }),
      name: fc.string({ unit: 'binary' }),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(one, { maxLength: 20 }), async (rows) => {
        const clean = rows.map(({ amount, name }) => ({
          amount,
          name: name.replaceAll('\0', '').toWellFormed(),
        }))
        const found = await database.query(
          'select amount, name from unnest($1::numeric[], $2::text[]) with ordinality as t(amount, name, at) order by at',
          [clean.map(({ amount }) => amount), clean.map(({ name }) => name)],
        )
        expect(found).toEqual(clean.map(({ amount, name }) => ({ amount: amount.toString(), name })))
        const names = clean.map(({ name }) => name)
        expect(await database.query('select $1::text[] as names', [names])).toEqual([{ names }])
      }),
      { numRuns: 10 },
    )
  })

  test('a transaction does all or nothing, by definition and raw', async () => {
    await database.db.delete(pair)
    const failure = new Error('changed my mind')
    const failing = database.transaction(async (session) => {
      await session.db.insert(pair).values({ a: 'x', b: 1 })
      await session.query(`insert into shop.pair values ('x', 2)`)
      expect(await session.db.select().from(pair)).toHaveLength(2)
      throw failure
    })
    await expect(failing).rejects.toBe(failure)
    expect(await database.db.select().from(pair)).toEqual([])
    const kept = await database.transaction(async (session) => {
      await session.db.insert(pair).values({ a: 'y', b: 3 })
      return 'kept'
    })
    expect(kept).toBe('kept')
    expect(await database.db.select().from(pair)).toEqual([{ a: 'y', b: 3 }])
  })

  test('transactions that read and write the same row lose no update', async () => {
    await database.db.delete(pair)
    await database.db.insert(pair).values({ a: 'counter', b: 0 })
    let runs = 0
    await Promise.all(
      Array.from({ length: 8 }, () =>
        database.transaction(async ({ db }) => {
          runs++
          const [counter] = await db.select().from(pair)
          await db.update(pair).set({ b: (counter?.b ?? 0) + 1 })
        }),
      ),
    )
    expect(await database.db.select().from(pair)).toEqual([{ a: 'counter', b: 8 }])
    // On the server they met; PGlite lets them take turns.
    if (engine === 'postgresql') expect(runs).toBeGreaterThan(8)
    else expect(runs).toBe(8)
  })

  test('error: a transaction that always meets another is given up', async () => {
    let runs = 0
    const meeting = database.transaction(async (session) => {
      runs++
      await session.query(`do $$ begin raise exception 'met' using errcode = '40001'; end $$`)
    })
    await expect(meeting).rejects.toMatchObject({ code: '40001' })
    expect(runs).toBe(10)
  })

  test('error: a statement that fails tells the code of the engine, and the handle works on', async () => {
    await expect(database.query('select * from shop.nothing')).rejects.toMatchObject({ code: '42P01' })
    expect(await database.query('select 1 as one')).toEqual([{ one: 1 }])
  })

  test('the migrated tables are those of the definitions, and each difference is told', async () => {
    expect(await schemaDifferences(database, schema)).toEqual([])
    const undo = new Error('undo')
    const changed = database.transaction(async (session) => {
      await session.db.delete(shelf)
      await session.db.execute(sql`alter table shop.shelf alter column small type bigint, alter column name set not null,
        drop column ok, add column extra varchar(3)`)
      await session.db.execute(sql`alter table shop.pair drop constraint pair_pkey`)
      expect(await schemaDifferences(session, schema)).toEqual([
        'only defined: shop.pair.a text not null key',
        'only defined: shop.pair.b integer not null key',
        'only defined: shop.shelf.name text',
        'only defined: shop.shelf.ok boolean',
        'only defined: shop.shelf.small integer',
        'only in the database: shop.pair.a text not null',
        'only in the database: shop.pair.b integer not null',
        'only in the database: shop.shelf.extra character varying(3)',
        'only in the database: shop.shelf.name text not null',
        'only in the database: shop.shelf.small bigint',
      ])
      throw undo
    })
    await expect(changed).rejects.toBe(undo)
  })
})
