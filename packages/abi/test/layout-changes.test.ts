import { describe, expect, test } from 'vitest'
import { type LayoutChanges, layoutChanges } from '../scripts/layout-changes.ts'
import type { StorageLayout, StorageVariable } from '../scripts/layouts.ts'

/** As the compiler places them: `[label, type, slot, byte]`. */
type Row = readonly [label: string, type: string, slot: number, offset?: number]

const accountType = 't_struct(Account)_storage'
const clockType = 't_struct(Clock)_storage'

const storage: readonly Row[] = [
  ['controller', 't_contract(IController)', 0],
  ['period', 't_uint64', 1],
  ['validity', 't_uint64', 1, 8],
  ['clock', clockType, 2],
  ['accounts', `t_mapping(t_address,${accountType})`, 3],
]
const account: readonly Row[] = [
  ['deposit', 't_uint96', 0],
  ['reserve', 't_uint96', 0, 12],
]
const clock: readonly Row[] = [['length', 't_uint56', 0]]

function variables(rows: readonly Row[]): StorageVariable[] {
  return rows.map(([label, type, slot, offset = 0]) => ({ label, type, slot: String(slot), offset }))
}

function layout(rows: readonly Row[], accountRows = account, clockRows = clock): Map<string, StorageLayout> {
  return new Map([
    [
      'Broker',
      {
        storage: variables(rows),
        structs: {
          [accountType]: { label: 'struct Account', members: variables(accountRows) },
          [clockType]: { label: 'struct Clock', members: variables(clockRows) },
        },
      },
    ],
  ])
}

function changesTo(built: ReadonlyMap<string, StorageLayout>): LayoutChanges {
  return layoutChanges(layout(storage), built)
}

/** `storage` with one row put in place of another. */
function replaced(label: string, row: Row): readonly Row[] {
  return storage.map((old) => (old[0] === label ? row : old))
}

const none: LayoutChanges = { incompatible: [], renamed: [] }

describe('a running contract survives', () => {
  test('the same layout', () => {
    expect(changesTo(layout(storage))).toEqual(none)
  })

  test('variables after the last one, and members after the last one of a mapping’s struct', () => {
    const longer = layout([...storage, ['added', 't_uint256', 4]], [...account, ['round', 't_uint64', 0, 24]])
    expect(changesTo(longer)).toEqual(none)
  })

  test('another type of contract, for its address is stored', () => {
    expect(changesTo(layout(replaced('controller', ['controller', 't_address', 0])))).toEqual(none)
  })

  test('another name, which is told', () => {
    expect(changesTo(layout(replaced('period', ['unlockPeriod', 't_uint64', 1])))).toEqual({
      incompatible: [],
      renamed: ['Broker: period is now unlockPeriod'],
    })
  })

  test('contracts that were not recorded before', () => {
    const more = new Map([...layout(storage), ['Votes', { storage: [], structs: {} }]])
    expect(changesTo(more)).toEqual(none)
  })
})

describe('error: a running contract would read the wrong bytes after', () => {
  const cases: readonly [name: string, built: Map<string, StorageLayout>, sentence: string][] = [
    ['a variable removed at the end', layout(storage.slice(0, -1)), 'Broker: accounts was removed'],
    [
      'a variable removed in between',
      layout(storage.filter(([label]) => label !== 'clock')),
      'Broker: accounts is at slot 3, byte 0, where clock was at slot 2, byte 0',
    ],
    [
      'a variable put in between',
      layout([
        ...storage.slice(0, 3),
        ['added', 't_uint256', 2],
        ['clock', clockType, 3],
        ['accounts', `t_mapping(t_address,${accountType})`, 4],
      ]),
      `Broker: clock was ${clockType} and added is t_uint256`,
    ],
    [
      'a variable that moved within its slot',
      layout(replaced('validity', ['validity', 't_uint64', 1, 16])),
      'Broker: validity is at slot 1, byte 16, where validity was at slot 1, byte 8',
    ],
    [
      'another type in the same place',
      layout(replaced('validity', ['validity', 't_int64', 1, 8])),
      'Broker: validity was t_uint64 and validity is t_int64',
    ],
    [
      'another key of a mapping',
      layout(replaced('accounts', ['accounts', `t_mapping(t_bytes32,${accountType})`, 3])),
      `Broker: accounts was t_mapping(t_address,${accountType}) and accounts is t_mapping(t_bytes32,${accountType})`,
    ],
    [
      'two variables that change places',
      layout([
        ...storage.slice(0, 1),
        ['validity', 't_uint64', 1],
        ['period', 't_uint64', 1, 8],
        ...storage.slice(3),
      ]),
      'Broker: period changed places with another',
    ],
    [
      'two members that change places',
      layout(storage, [
        ['reserve', 't_uint96', 0],
        ['deposit', 't_uint96', 0, 12],
      ]),
      'Broker: Account.deposit changed places with another',
    ],
    [
      'a member of another type',
      layout(storage, [
        ['deposit', 't_uint96', 0],
        ['reserve', 't_uint128', 0, 12],
      ]),
      'Broker: Account.reserve was t_uint96 and Account.reserve is t_uint128',
    ],
    ['a member removed', layout(storage, account.slice(0, 1)), 'Broker: Account.reserve was removed'],
    [
      'a new member of a struct that stands among the variables',
      layout(storage, account, [...clock, ['lock', 't_uint32', 0, 7]]),
      'Broker: Clock has new members, but not only mappings hold it',
    ],
    ['a contract that is no longer recorded', new Map(), 'Broker: its layout is no longer recorded'],
  ]

  test.each(cases)('%s', (_, built, sentence) => {
    expect(changesTo(built).incompatible).toContain(sentence)
  })

  test('an array’s struct that grows, and an array of another length', () => {
    const recorded = layout([
      ['list', `t_array(${accountType})dyn_storage`, 0],
      ['gap', 't_array(t_uint256)50_storage', 1],
    ])
    const grown = layout(
      [
        ['list', `t_array(${accountType})dyn_storage`, 0],
        ['gap', 't_array(t_uint256)49_storage', 1],
      ],
      [...account, ['round', 't_uint64', 0, 24]],
    )
    expect(layoutChanges(recorded, grown).incompatible).toEqual([
      'Broker: gap was t_array(t_uint256)50_storage and gap is t_array(t_uint256)49_storage',
      'Broker: Account has new members, but not only mappings hold it',
    ])
  })
})
