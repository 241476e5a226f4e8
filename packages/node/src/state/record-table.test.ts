import { DatabaseSync } from 'node:sqlite'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { RecordTable, recordTableSchema } from './record-table.ts'

const schema = z.object({ score: z.number() })

function openTable({ maxRecords = 10, kind = 'orchestrator' } = {}) {
  const database = new DatabaseSync(':memory:')
  database.exec(recordTableSchema)
  return { database, table: new RecordTable(database, { kind, schema, maxRecords }) }
}

test('records are read back as they were written last, and deleted ones are gone', () => {
  const { table } = openTable()
  table.write(
    [
      ['a', { score: 1 }],
      ['b', { score: 2 }],
    ],
    1,
  )
  table.write(
    [
      ['a', { score: 3 }],
      ['b', undefined],
      ['c', undefined],
    ],
    2,
  )
  expect([...table.read()]).toEqual([['a', { score: 3 }]])
})

test('beyond the maximum the oldest go, and other kinds are left alone', () => {
  const { database, table } = openTable({ maxRecords: 2 })
  const other = new RecordTable(database, { kind: 'other', schema, maxRecords: 2 })
  other.write([['z', { score: 0 }]], 0)
  for (const [index, key] of ['a', 'b', 'c'].entries()) table.write([[key, { score: index }]], index)
  expect([...table.read().keys()]).toEqual(['b', 'c'])
  table.deleteBefore(2)
  expect([...table.read().keys()]).toEqual(['c'])
  expect([...other.read().keys()]).toEqual(['z'])
})

test('error: a record of another form is passed over', () => {
  const { database, table } = openTable()
  table.write([['good', { score: 1 }]], 1)
  const insert = database.prepare("INSERT INTO records VALUES ('orchestrator', ?, ?, 0)")
  insert.run('other form', '{"score":"high"}')
  insert.run('no JSON', '{')
  expect([...table.read().keys()]).toEqual(['good'])
})
