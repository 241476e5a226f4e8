import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'

const storageVariable = z.object({
  label: z.string(),
  slot: z.string(),
  offset: z.number(),
  type: z.string(),
})

const recordedLayout = z.strictObject({
  storage: z.array(storageVariable),
  structs: z.record(z.string(), z.strictObject({ label: z.string(), members: z.array(storageVariable) })),
})

const artifact = z.object({
  storageLayout: z.object({
    storage: z.array(storageVariable),
    types: z
      .record(z.string(), z.object({ label: z.string(), members: z.array(storageVariable).optional() }))
      .nullable(),
  }),
})

export type StorageVariable = Readonly<z.infer<typeof storageVariable>>

/** Where a contract keeps what, with each struct that it uses. */
export type StorageLayout = Readonly<z.infer<typeof recordedLayout>>

/**
 * Contracts whose storage outlives their code, or is read by tools. Of the TreasuryGovernor this is all of our own;
 * OpenZeppelin's initialisation is at a slot derived from its name (ERC-7201), which the compiler does not list.
 */
const recordedContracts = [
  'Controller',
  'ManagerProxy',
  'RoundsManager',
  'Minter',
  'BondingManager',
  'BondingVotes',
  'TicketBroker',
  'ServiceRegistry',
  'TreasuryGovernor',
] as const

/**
 * Reads the storage layout of each contract whose layout is recorded.
 * @param outFolder forge's `out` folder
 * @returns layout by contract name
 */
export function builtLayouts(outFolder: string): Map<string, StorageLayout> {
  return new Map(
    recordedContracts.map((name) => [name, builtLayout(join(outFolder, `${name}.sol`, `${name}.json`))]),
  )
}

/**
 * Reads the recorded layouts.
 * @returns layout by contract name
 */
export function recordedLayouts(folder: string): Map<string, StorageLayout> {
  return new Map(
    readdirSync(folder).map((file) => [
      file.replace(/\.json$/, ''),
      recordedLayout.parse(JSON.parse(readFileSync(join(folder, file), 'utf8'))),
    ]),
  )
}

/**
 * Renders layouts as they are recorded, so that a change is seen in review too.
 * @returns content by file name
 */
export function renderLayouts(layouts: ReadonlyMap<string, StorageLayout>): Map<string, string> {
  return new Map(
    [...layouts].map(([name, layout]) => [`${name}.json`, `${JSON.stringify(layout, undefined, 2)}\n`]),
  )
}

function builtLayout(artifactPath: string): StorageLayout {
  const { storageLayout } = artifact.parse(JSON.parse(readFileSync(artifactPath, 'utf8')))
  const structs = new Map<string, StorageLayout['structs'][string]>()
  for (const [type, { label, members }] of Object.entries(storageLayout.types ?? {})) {
    if (!members) continue
    const id = stableId(type)
    // Only the compiler's numbers would tell them apart.
    if (structs.has(id)) throw new Error(`${artifactPath} has two structs ${id}`)
    structs.set(id, { label, members: variables(members) })
  }
  const sorted = [...structs].sort(([a], [b]) => (a < b ? -1 : 1))
  return { storage: variables(storageLayout.storage), structs: Object.fromEntries(sorted) }
}

function variables(list: readonly StorageVariable[]): StorageVariable[] {
  return list.map(({ label, slot, offset, type }) => ({ label, slot, offset, type: stableId(type) }))
}

/** Without the compiler's node numbers, which change with every file; an array keeps its length. */
function stableId(type: string): string {
  return type.replaceAll(/(t_(?:struct|contract|enum|userDefinedValueType)\([^()]*\))\d+/g, '$1')
}
