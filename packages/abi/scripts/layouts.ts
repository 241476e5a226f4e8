import { readFileSync } from 'node:fs'
import { join } from 'node:path'

interface StorageVariable {
  readonly label: string
  readonly slot: string
  readonly offset: number
  readonly type: string
}

interface StorageType {
  readonly label: string
  readonly numberOfBytes: string
  readonly members?: readonly StorageVariable[]
}

interface LayoutArtifact {
  readonly storageLayout: {
    readonly storage: readonly StorageVariable[]
    readonly types: Readonly<Record<string, StorageType>> | null
  }
}

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
 * Renders the storage layout of each contract, so that a change that would garble the storage of a running proxy is
 * seen in review.
 * @param outFolder forge's `out` folder
 * @returns content by file name
 */
export function renderLayouts(outFolder: string): Map<string, string> {
  return new Map(
    recordedContracts.map((name) => [
      `${name}.json`,
      renderLayout(join(outFolder, `${name}.sol`, `${name}.json`)),
    ]),
  )
}

function renderLayout(artifactPath: string): string {
  const { storageLayout }: LayoutArtifact = JSON.parse(readFileSync(artifactPath, 'utf8'))
  const types = Object.entries(storageLayout.types ?? {})
    .flatMap(([id, { label, members }]) =>
      members ? [{ id: stableId(id), label, members: variables(members) }] : [],
    )
    .sort((a, b) => (a.id < b.id ? -1 : 1))
  const structs = Object.fromEntries(types.map(({ id, label, members }) => [id, { label, members }]))
  return `${JSON.stringify({ storage: variables(storageLayout.storage), structs }, undefined, 2)}\n`
}

function variables(list: readonly StorageVariable[]): StorageVariable[] {
  return list.map(({ label, slot, offset, type }) => ({ label, slot, offset, type: stableId(type) }))
}

/** Without the compiler's node numbers, which change with every file. */
function stableId(type: string): string {
  return type.replaceAll(/\)\d+/g, ')')
}
