import type { TranscoderPool } from '@millrace/media'
import { Gauge, type Registry } from 'prom-client'

export type EncodingPool = { readonly stats: Pick<TranscoderPool['stats'], 'device'> }

/** Tells which encoder is in use: one series for each kind, with the pools that use it. */
export function tellEncoders(
  { registry, prefix }: { readonly registry: Registry; readonly prefix: string },
  pools: () => readonly EncodingPool[],
): void {
  const gauge: Gauge<'encoder'> = new Gauge({
    name: `${prefix}_encoders`,
    help: 'Encoders in use by kind: software, or a device that works',
    labelNames: ['encoder'] as const,
    registers: [registry],
    collect() {
      gauge.reset()
      for (const { stats } of pools()) gauge.inc({ encoder: stats.device ?? 'software' })
    },
  })
}
