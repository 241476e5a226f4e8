import type { StorageLayout, StorageVariable } from './layouts.ts'

/** How a storage layout differs from the one that was recorded. */
export interface LayoutChanges {
  /** Changes that would garble the storage of a running contract, a sentence each. */
  readonly incompatible: readonly string[]
  /** Variables that kept their place and type under another name, a sentence each. */
  readonly renamed: readonly string[]
}

type Structs = StorageLayout['structs']
type Note = (kind: keyof LayoutChanges, sentence: string) => void

/**
 * Compares layouts by contract name. The only changes that a running contract survives are variables after the last
 * one, and members after the last one of a struct that is a mapping's value: everything else moves what is stored.
 * @param recorded layouts that contracts may be running with
 * @param built layouts as compiled now
 */
export function layoutChanges(
  recorded: ReadonlyMap<string, StorageLayout>,
  built: ReadonlyMap<string, StorageLayout>,
): LayoutChanges {
  const changes = { incompatible: [] as string[], renamed: [] as string[] }
  for (const [name, before] of recorded) {
    const note: Note = (kind, sentence) => changes[kind].push(`${name}: ${sentence}`)
    const after = built.get(name)
    if (!after) {
      note('incompatible', 'its layout is no longer recorded')
      continue
    }
    compareVariables(before.storage, after.storage, '', note)
    compareStructs(before, after, note)
  }
  return changes
}

/** Structs by the types that lead to them, each once: one that stands anywhere but in a mapping may not grow. */
function compareStructs(before: StorageLayout, after: StorageLayout, note: Note): void {
  const inPlace = structsInPlace(before)
  for (const [id, struct] of Object.entries(before.structs)) {
    const next = after.structs[id]
    // Without it the variables that use it have other types, and that is noted with them.
    if (!next) continue
    const name = id.slice('t_struct('.length, -')_storage'.length)
    compareVariables(struct.members, next.members, `${name}.`, note)
    if (inPlace.has(id) && next.members.length > struct.members.length) {
      note('incompatible', `${name} has new members, but not only mappings hold it`)
    }
  }
}

function compareVariables(
  before: readonly StorageVariable[],
  after: readonly StorageVariable[],
  prefix: string,
  note: Note,
): void {
  for (const [index, variable] of before.entries()) {
    const next = after[index]
    const name = prefix + variable.label
    if (!next) {
      note('incompatible', `${name} was removed`)
      continue
    }
    if (next.slot !== variable.slot || next.offset !== variable.offset) {
      const [from, to] = [placeOf(variable), placeOf(next)]
      note('incompatible', `${prefix}${next.label} is at ${to}, where ${name} was at ${from}`)
    } else if (storedAs(next.type) !== storedAs(variable.type)) {
      note('incompatible', `${name} was ${variable.type} and ${prefix}${next.label} is ${next.type}`)
    } else if (next.label !== variable.label) {
      // A name that lives on elsewhere says that its value would be read from the wrong place.
      const moved = after.some(({ label }) => label === variable.label)
      note(
        moved ? 'incompatible' : 'renamed',
        moved ? `${name} changed places with another` : `${name} is now ${next.label}`,
      )
    }
  }
}

/** Ids of the structs that are variables, members or elements of an array: whatever comes after them would move. */
function structsInPlace(layout: StorageLayout): Set<string> {
  const types = [
    ...layout.storage,
    ...Object.values<Structs[string]>(layout.structs).flatMap(({ members }) => members),
  ]
  return new Set(
    types.flatMap(({ type }) => {
      const [, id] = /(?:^|t_array\()(t_struct\([^()]*\)_storage)/.exec(type) ?? []
      return id === undefined ? [] : [id]
    }),
  )
}

/** A contract is stored as its address is. */
function storedAs(type: string): string {
  return type.replaceAll(/t_contract\([^()]*\)/g, 't_address')
}

function placeOf({ slot, offset }: StorageVariable): string {
  return `slot ${slot}, byte ${offset}`
}
