import { price } from '@millrace/daemon'
import { createPrice, type Price } from '@millrace/payments'
import { KeptSetting } from '../../state/kept-setting.ts'
import type { SettingsStore } from '../../state/settings-store.ts'

type PriceSetting = { readonly wei: bigint; readonly pixels: bigint }

/** The most that this gateway pays; changed while it works, and kept over restarts. */
export class PriceCap {
  readonly #kept: KeptSetting<PriceSetting | null>

  /** @throws {InvalidPriceError} for a cap that is no price. */
  constructor(
    { maxPricePerPixel }: { readonly maxPricePerPixel?: PriceSetting | undefined },
    store: Pick<SettingsStore, 'get' | 'set'>,
  ) {
    const configured = maxPricePerPixel ?? null
    if (configured) createPrice(configured.wei, configured.pixels)
    this.#kept = new KeptSetting({ name: 'maxPricePerPixel', configured, schema: price.nullable() }, store)
  }

  /** Undefined: any price. */
  get maxPrice(): Price | undefined {
    const { value } = this.#kept
    return value === null ? undefined : createPrice(value.wei, value.pixels)
  }

  /** Sessions that run keep their price until their terms are renewed. */
  set(maxPrice: Price | undefined): void {
    this.#kept.set(maxPrice ? { wei: maxPrice.weiPerUnit, pixels: maxPrice.pixelsPerUnit } : null)
  }
}
