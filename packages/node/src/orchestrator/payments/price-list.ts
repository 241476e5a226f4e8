import { type Address, toChecksumAddress } from '@millrace/crypto'
import { createPrice, type Price } from '@millrace/payments'
import { z } from 'zod'
import { price } from '../../daemon/setting-types.ts'
import { KeptSetting } from '../../state/kept-setting.ts'
import type { SettingsStore } from '../../state/settings-store.ts'

interface PriceSetting {
  readonly wei: bigint
  readonly pixels: bigint
}

interface PriceSettings {
  readonly pricePerPixel: PriceSetting
  readonly pricePerGateway: Readonly<Record<string, PriceSetting>>
}

/**
 * What this node asks, in general and of single gateways. A change counts for new sessions, for those that run have
 * their price, and holds over restarts.
 */
export class PriceList {
  readonly #base: KeptSetting<PriceSetting>
  readonly #ofGateways: KeptSetting<Readonly<Record<string, PriceSetting>>>

  /** @throws {InvalidPriceError} for a price that does not fit the wire. */
  constructor({ pricePerPixel, pricePerGateway }: PriceSettings, store: Pick<SettingsStore, 'get' | 'set'>) {
    for (const configured of [pricePerPixel, ...Object.values(pricePerGateway)]) toPrice(configured)
    this.#base = new KeptSetting({ name: 'price', configured: pricePerPixel, schema: price }, store)
    const configured = Object.fromEntries(
      Object.entries(pricePerGateway).map(([gateway, own]) => [gateway.toLowerCase(), own]),
    )
    const schema = z.record(z.string(), price)
    this.#ofGateways = new KeptSetting({ name: 'prices of gateways', configured, schema }, store)
  }

  /** Asked of every gateway without a price of its own. */
  get base(): Price {
    return toPrice(this.#base.value)
  }

  /** Prices of single gateways. */
  get ofGateways(): ReadonlyMap<Address, Price> {
    const entries = Object.entries(this.#ofGateways.value)
    return new Map(entries.map(([gateway, own]) => [toChecksumAddress(gateway as Address), toPrice(own)]))
  }

  quote(gateway: Address): Price {
    const own = this.#ofGateways.value[gateway.toLowerCase()]
    return own === undefined ? this.base : toPrice(own)
  }

  /** On disk when it returns. */
  setBase({ weiPerUnit: wei, pixelsPerUnit: pixels }: Price): void {
    this.#base.set({ wei, pixels })
  }

  /** On disk when it returns. */
  setOfGateway(gateway: Address, { weiPerUnit: wei, pixelsPerUnit: pixels }: Price): void {
    this.#ofGateways.set({ ...this.#ofGateways.value, [gateway.toLowerCase()]: { wei, pixels } })
  }

  /** @returns whether it had one */
  removeOfGateway(gateway: Address): boolean {
    const { [gateway.toLowerCase()]: own, ...others } = this.#ofGateways.value
    if (own === undefined) return false
    this.#ofGateways.set(others)
    return true
  }
}

function toPrice({ wei, pixels }: PriceSetting): Price {
  return createPrice(wei, pixels)
}
