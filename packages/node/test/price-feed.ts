import type { Address, Hex } from '@millrace/crypto'
import { pad, toHex } from 'viem'
import type { TestNetwork } from './orchestrator-chain.ts'

/**
 * Runtime of an aggregator with 8 decimals that answers `latestRoundData` with what is in its first five slots:
 * `decimals()` jumps over the reading of the slots.
 */
const readSlots = [0, 1, 2, 3, 4].map((slot) => `60${hexByte(slot)}5460${hexByte(32 * slot)}52`).join('')
const code: Hex = `0x60003560e01c63313ce56714603257${readSlots}60a06000f35b600860005260206000f3`

/** An aggregator on a test chain that says what it is told to. */
export class TestPriceFeed {
  readonly address: Address = '0x00000000000000000000000000000000000feed1'
  readonly #anvil: TestNetwork['anvil']
  #round = 0n

  constructor(anvil: TestNetwork['anvil']) {
    this.#anvil = anvil
  }

  async answer(dollars: number, updatedAtMs = Date.now()): Promise<void> {
    const seconds = BigInt(Math.floor(updatedAtMs / 1_000))
    const slots = [++this.#round, BigInt(dollars * 1e8), seconds, seconds, this.#round]
    await this.#anvil.setCode({ address: this.address, bytecode: code })
    for (const [slot, value] of slots.entries()) await this.#write(slot, value)
  }

  #write(slot: number, value: bigint): Promise<void> {
    const { address } = this
    const word = pad(toHex(BigInt.asUintN(256, value)), { size: 32 })
    return this.#anvil.setStorageAt({ address, index: slot, value: word })
  }
}

function hexByte(value: number): string {
  return value.toString(16).padStart(2, '0')
}
