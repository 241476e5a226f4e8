import { expect, test } from 'vitest'
import { csvHeader, csvLine } from './csv.ts'

const columns = {
  name: { kind: 'text' },
  amountWei: { kind: 'wei' },
  time: { kind: 'time' },
  args: { kind: 'json' },
  none: { kind: 'count', nullable: true },
} as const

test('cells are quoted where they must be, times are readable, and null is empty', () => {
  expect(csvHeader(columns)).toBe('name,amountWei,time,args,none\r\n')
  const row = { name: 'a "b", c\nd', amountWei: '-12', time: 1_700_000_000_000, args: { a: '1' }, none: null }
  expect(csvLine(columns, row)).toBe('"a ""b"", c\nd",-12,2023-11-14T22:13:20.000Z,"{""a"":""1""}",\r\n')
})

test('error: text of strangers is no formula in a spreadsheet', () => {
  const of = (name: string) => csvLine({ name: { kind: 'text' } }, { name }).trimEnd()
  expect(of('=HYPERLINK("x")')).toBe(`"'=HYPERLINK(""x"")"`)
  for (const start of ['+', '-', '@', '\t']) expect(of(`${start}cmd`)).toBe(`'${start}cmd`)
})
