import { type Address, toChecksumAddress } from '@millrace/crypto'
import { Fraction, type Price } from '@millrace/payments'
import { z } from 'zod'
import { KeptSetting } from '../../state/kept-setting.ts'
import type { SettingsStore } from '../../state/settings-store.ts'
import { isInUsd, type PriceSetting, priceSetting, toPrice } from './price-setting.ts'
import type { UsdRate } from './usd-rate.ts'

interface PriceSettings {
  readonly pricePerPixel: PriceSetting
  readonly pricePerGateway: Readonly<Record<string, PriceSetting>>
}

/** With any rate it shows whether a price can be written at all. */
const oneForOne = Fraction.of(1n)

/**
 * What this node asks, in general and of single gateways. A change counts for new sessions, for those that run have
 * their price, and holds over restarts.
 */
export class PriceList {
  readonly #base: KeptSetting<PriceSetting>
  readonly #ofGateways: KeptSetting<Readonly<Record<string, PriceSetting>>>
  /** Converts prices in dollars; to be set before any of them is asked for. */
  rate: UsdRate | undefined

  /** @throws {InvalidPriceError} for a price that does not fit the wire. */
  constructor({ pricePerPixel, pricePerGateway }: PriceSettings, store: Pick<SettingsStore, 'get' | 'set'>) {
    for (const configured of [pricePerPixel, ...Object.values(pricePerGateway)])
      toPrice(configured, oneForOne)
    this.#base = new KeptSetting({ name: 'price', configured: pricePerPixel, schema: priceSetting }, store)
    const configured = Object.fromEntries(
      Object.entries(pricePerGateway).map(([gateway, own]) => [gateway.toLowerCase(), own]),
    )
    const schema = z.record(z.string(), priceSetting)
    this.#ofGateways = new KeptSetting({ name: 'prices of gateways', configured, schema }, store)
  }

  /** Some price is in dollars. */
  get needsRate(): boolean {
    return [this.#base.value, ...Object.values(this.#ofGateways.value)].some(isInUsd)
  }

  /** Whether what a gateway is asked follows from a rate that is not too old, or from none. */
  isCurrent(gateway: Address, nowMs: number): boolean {
    const setting = this.#ofGateways.value[gateway.toLowerCase()] ?? this.#base.value
    return !isInUsd(setting) || this.rate?.isCurrent(nowMs) === true
  }

  /** Asked of every gateway without a price of its own. */
  get base(): Price {
    return this.#convert(this.#base.value)
  }

  /** Prices of single gateways. */
  get ofGateways(): ReadonlyMap<Address, Price> {
    const entries = Object.entries(this.#ofGateways.value)
    return new Map(
      entries.map(([gateway, own]) => [toChecksumAddress(gateway as Address), this.#convert(own)]),
    )
  }

  quote(gateway: Address): Price {
    const own = this.#ofGateways.value[gateway.toLowerCase()]
    return own === undefined ? this.base : this.#convert(own)
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

  #convert(setting: PriceSetting): Price {
    return toPrice(setting, this.rate?.rate?.usdPerEther)
  }
}
