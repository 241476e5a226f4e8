import fc from 'fast-check'
import { expect, test } from 'vitest'
import { EntityTable } from './entity-table.ts'

interface Row {
  readonly id: number
  readonly value: number
}

const step = fc.oneof(
  fc.record({ kind: fc.constant('set' as const), id: fc.nat(5), value: fc.nat(9) }),
  fc.record({ kind: fc.constant('delete' as const), id: fc.nat(5) }),
  fc.record({ kind: fc.constant('endBlock' as const) }),
  fc.record({ kind: fc.constant('write' as const) }),
)

test('changes that are written make the same rows elsewhere, and images take blocks back', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const table = new EntityTable((row: Row) => [row.id] as const)
      const written = new Map<number, Row>()
      const states: Map<number, Row>[] = [new Map()]
      const images: ReturnType<typeof table.endBlock>[] = []
      const write = () => {
        const { upserted, deleted } = table.takeChanges()
        for (const row of upserted) written.set(row.id, row)
        for (const { id } of deleted) expect(written.delete(id)).toBe(true)
      }
      const endBlock = () => {
        images.push(table.endBlock())
        states.push(new Map(Array.from(table.values(), (row) => [row.id, row])))
      }
      for (const one of steps) {
        if (one.kind === 'set') table.set({ id: one.id, value: one.value })
        else if (one.kind === 'delete') table.delete(one.id)
        else if (one.kind === 'write') write()
        else endBlock()
      }
      endBlock()
      write()
      const rows = new Map(states.at(-1))
      expect(written).toEqual(rows)
      for (let block = images.length - 1; block >= 0; block--) {
        for (const { key, before } of images[block] ?? []) {
          if (before) rows.set(Number(key), before)
          else rows.delete(Number(key))
        }
        expect(rows).toEqual(states[block])
      }
    }),
  )
})

test('rows that are let go stay unwritten no longer than their changes', () => {
  const table = new EntityTable((row: Row) => [row.id] as const)
  table.set({ id: 1, value: 1 })
  table.forget(() => true)
  expect(table.get(1)).toEqual({ id: 1, value: 1 })
  expect(table.takeChanges().upserted).toEqual([{ id: 1, value: 1 }])
  table.forget(() => true)
  expect(table.get(1)).toBeUndefined()
})
