import { expect, test } from 'vitest'
import { byEntity, entitiesOf } from './entities.ts'

const [ann, bob, cid] = ['0xa', '0xb', '0xc']
const link = (name: string, main: string, linked: string) => ({ name, args: { main, linked } })

test('linked accounts count as one, until they are no longer linked', () => {
  const holders = [
    { address: '0xA', amountWei: 1n },
    { address: bob, amountWei: 2n },
    { address: cid, amountWei: 4n },
  ]
  const linked = [link('AccountsLinked', ann, bob), link('AccountsLinked', bob, cid)]
  expect(byEntity(holders, entitiesOf([]))).toEqual([1n, 2n, 4n])
  expect(byEntity(holders, entitiesOf(linked))).toEqual([7n])
  expect(byEntity(holders, entitiesOf([...linked, link('AccountsUnlinked', ann, bob)]))).toEqual([1n, 6n])
})

test('error: a ring of links ends, and what is no link is nothing', () => {
  const ring = entitiesOf([link('AccountsLinked', ann, bob), link('AccountsLinked', bob, ann)])
  expect([ann, bob]).toContain(ring(ann))
  expect(
    entitiesOf([{ name: 'AccountsLinked' }, { name: 'TextChanged', args: { main: ann, linked: bob } }])(bob),
  ).toBe(bob)
})
