import type { EncoderDevice } from '@millrace/media'
import { Registry } from 'prom-client'
import { expect, test } from 'vitest'
import { tellEncoders } from './encoder-info.ts'

test('encoders are told by kind, and what took over from a device that is out is software', async () => {
  const registry = new Registry()
  let devices: readonly (EncoderDevice | undefined)[] = ['nvenc', 'nvenc', undefined]
  tellEncoders({ registry, prefix: 'x' }, () => devices.map((device) => ({ stats: { device } })))
  expect(await registry.metrics()).toMatch(
    /x_encoders\{encoder="nvenc"\} 2\nx_encoders\{encoder="software"\} 1/,
  )
  devices = [undefined]
  const after = await registry.metrics()
  expect(after).toContain('x_encoders{encoder="software"} 1')
  expect(after).not.toContain('nvenc')
})
