import { replay } from './replay.ts'

const [from = 1, count = 1, length = 300, every = 10] = process.argv.slice(2).map(Number)
const list = Array.from({ length: count }, (_, i) => ({ seed: from + i, length, compareEvery: every }))
const started = performance.now()
const { tally, difference } = await replay(list)
console.log(String(tally))
console.log(difference, tally.calls, performance.now() - started)
