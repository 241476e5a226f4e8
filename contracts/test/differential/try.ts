import { replay } from './replay.ts'
import { sequenceOf } from './sequence.ts'
const [from = 1, count = 1, length = 300, every = 10] = process.argv.slice(2).map(Number)
const list = Array.from({ length: count }, (_, i) => ({ seed: from + i, length, compareEvery: every }))
const started = performance.now()
const stats = new Map<string, number>()
for (const o of list) for (const { call, refusal } of await sequenceOf(o)) {
  const key = `${call.functionName} ${refusal?.message ?? 'ok'}`
  stats.set(key, (stats.get(key) ?? 0) + 1)
}
console.log('model ms', performance.now() - started)
if (process.env.STATS) console.log([...stats].sort().map(([k, v]) => `${v}\t${k}`).join('\n'))
const result = await replay(list)
console.log(result.difference, result.calls, performance.now() - started)
