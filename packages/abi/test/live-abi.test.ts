import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import * as abi from '../src/index.ts'

interface Parameter {
  readonly type: string
  readonly indexed?: boolean
  readonly components?: readonly Parameter[]
}

interface AbiItem {
  readonly type: string
  readonly name?: string
  readonly inputs?: readonly Parameter[]
  readonly outputs?: readonly Parameter[]
  readonly stateMutability?: string
}

const abis: Readonly<Record<string, readonly AbiItem[]>> = {
  controller: abi.controllerAbi,
  managerProxy: abi.managerProxyAbi,
  bondingManager: abi.bondingManagerAbi,
  ticketBroker: abi.ticketBrokerAbi,
  roundsManager: abi.roundsManagerAbi,
  minter: abi.minterAbi,
  token: abi.tokenAbi,
  serviceRegistry: abi.serviceRegistryAbi,
}

function typeOf({ type, components }: Parameter): string {
  return components ? `(${components.map(typeOf).join(',')})${type.slice('tuple'.length)}` : type
}

function describeItem({ type, name, inputs = [], outputs = [], stateMutability }: AbiItem): string {
  if (type === 'event') {
    return `event ${name}(${inputs.map((input) => typeOf(input) + (input.indexed ? ' indexed' : '')).join(',')})`
  }
  const mutability =
    stateMutability === 'payable' ? ' payable' : stateMutability === 'nonpayable' ? '' : ' view'
  const returns = outputs.length > 0 ? ` returns (${outputs.map(typeOf).join(',')})` : ''
  return `function ${name}(${inputs.map(typeOf).join(',')})${mutability}${returns}`
}

describe('clients of the live network find every function and event that they know in', () => {
  const live: Record<string, string[]> = JSON.parse(
    readFileSync(join(import.meta.dirname, 'live-abi.json'), 'utf8'),
  )

  test.each(Object.keys(live))('%s', (name) => {
    const ours = new Set((abis[name] ?? []).map(describeItem))
    expect((live[name] ?? []).filter((item) => !ours.has(item))).toEqual([])
    expect(live[name]?.length).toBeGreaterThan(3)
  })
})
