import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { measureIdentity } from './identity.ts'
import { batchSize, liveGas, type Operation, ownOperations } from './live.ts'
import { startGasNetwork } from './network.ts'
import { measure } from './scenario.ts'

test('gas is what snapshot.json says (npm run bench -- gas --save writes it), and never more than on the live protocol', async () => {
  const snapshot: Record<string, number> = JSON.parse(
    await readFile(new URL('./snapshot.json', import.meta.url), 'utf8'),
  )
  await using network = await startGasNetwork()
  const measured: Record<string, number> = Object.fromEntries([
    ...(await measure(network, () => {})),
    ...(await measureIdentity(network)),
  ])
  const operations = [...Object.keys(liveGas), ...ownOperations].sort()
  expect(Object.keys(measured).sort()).toEqual(operations)
  expect(Object.keys(snapshot).sort()).toEqual(operations)
  for (const operation of operations) {
    const gas = measured[operation] ?? Number.NaN
    // To a thousandth: a zero byte in a block hash or signature of the calldata is 12 gas cheaper than another.
    expect(Math.abs(gas / (snapshot[operation] ?? Number.NaN) - 1), `${operation}: ${gas}`).toBeLessThan(
      0.001,
    )
  }
  for (const [operation, live] of Object.entries(liveGas))
    expect(measured[operation], operation).toBeLessThanOrEqual(live)
  const batch: Operation = 'batchRedeemWinningTickets: ten, deposit'
  expect(measured[batch]).toBeLessThanOrEqual(60_000 * batchSize)
}, 300_000)
