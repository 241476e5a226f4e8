import type { Address } from '@millrace/crypto'
import { createPrice, type Price } from '@millrace/payments'

interface PriceSetting {
  readonly wei: bigint
  readonly pixels: bigint
}

/** What this node asks, in general and of single gateways. */
export class PriceList {
  readonly base: Price
  readonly #ofGateways: ReadonlyMap<string, Price>

  /** @throws {InvalidPriceError} for a price that does not fit the wire. */
  constructor({
    pricePerPixel,
    pricePerGateway,
  }: { pricePerPixel: PriceSetting; pricePerGateway: Readonly<Record<string, PriceSetting>> }) {
    this.base = toPrice(pricePerPixel)
    this.#ofGateways = new Map(
      Object.entries(pricePerGateway).map(([address, price]) => [address.toLowerCase(), toPrice(price)]),
    )
  }

  quote(gateway: Address): Price {
    return this.#ofGateways.get(gateway.toLowerCase()) ?? this.base
  }
}

function toPrice({ wei, pixels }: PriceSetting): Price {
  return createPrice(wei, pixels)
}
