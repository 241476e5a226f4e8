import { Laboratory, mutants } from './mutants.ts'
await using lab = await Laboratory.create(Array.from({ length: 40 }, (_, i) => ({ seed: i + 1, length: 400, compareEvery: 20 })))
const only = process.argv[2]
for (const m of [undefined, ...(await mutants())]) {
  if (only && m && !m.name.includes(only)) continue
  const t = performance.now()
  const seen = await lab.notices(m)
  console.log('RESULT', m?.name ?? 'none', seen, Math.round(performance.now() - t))
}
