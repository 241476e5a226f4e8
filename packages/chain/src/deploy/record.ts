import { readFile } from 'node:fs/promises'
import { writeFileAtomic } from '@millrace/common'
import { z } from 'zod'
import { DeploymentRecordInvalidError } from './errors.ts'

const hexSchema = z.custom<`0x${string}`>(
  (value) => typeof value === 'string' && /^0x[0-9a-f]+$/i.test(value),
)

const recordSchema = z.strictObject({
  version: z.literal(1),
  chainId: z.int().positive(),
  /** Text of each option by its name, to notice a change. */
  options: z.record(z.string(), z.string()),
  /** Contracts sent so far, by name. */
  contracts: z.record(
    z.string(),
    z.strictObject({
      address: hexSchema,
      /** Transaction that creates the contract. */
      txHash: hexSchema,
      /** keccak256 of creation code and constructor arguments. */
      creationHash: hexSchema,
    }),
  ),
  /** Transactions sent of steps that the chain's state cannot show to be this deployment's, by step. */
  steps: z.record(z.string(), hexSchema).default({}),
  /** Whether every step was done; from then on nothing is changed. */
  complete: z.boolean(),
})

/** What a deployment has done so far. */
export type DeploymentRecord = z.infer<typeof recordSchema>

/** Where a deployment keeps its record. */
export interface DeploymentRecordStore {
  /** How errors call it. */
  readonly name: string
  /** @throws {DeploymentRecordInvalidError} when what is there is no record */
  load(): Promise<DeploymentRecord | undefined>
  /** Replaces the record; returns when it is durable. */
  save(record: DeploymentRecord): Promise<void>
}

/** A record in a JSON file. */
export function fileDeploymentRecord(path: string): DeploymentRecordStore {
  return {
    name: path,
    async load() {
      const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
        if (error.code === 'ENOENT') return undefined
        throw new DeploymentRecordInvalidError({ record: path, cause: error })
      })
      if (text === undefined) return undefined
      try {
        return recordSchema.parse(JSON.parse(text))
      } catch (cause) {
        throw new DeploymentRecordInvalidError({ record: path, cause })
      }
    },
    save: (record) => writeFileAtomic(path, `${JSON.stringify(record, undefined, 2)}\n`),
  }
}

/** A record that is gone with the process, for tests. */
export function memoryDeploymentRecord(): DeploymentRecordStore {
  let kept: DeploymentRecord | undefined
  return {
    name: 'memory',
    load: async () => kept && structuredClone(kept),
    save: async (record) => {
      kept = structuredClone(record)
    },
  }
}
