import { pino } from 'pino'
import { Indexer } from '../../src/index.ts'
import { Activity } from '../activity.ts'
import { startLiveDeployment } from './live-deployment.ts'
import { startLiveEndpoint } from './live-endpoint.ts'

const t0 = performance.now()
const say = (...a: unknown[]) => console.log(((performance.now() - t0) / 1000).toFixed(1), ...a)
await using protocol = await startLiveDeployment()
say('deployed')
const activity = new Activity(protocol, 3)
await activity.begin()
say('begun')
await activity.run(80)
say('acted')
await using endpoint = await startLiveEndpoint(protocol.rpcUrl)
const indexer = await Indexer.create(
  { dataDir: '/tmp/live-try-db', port: 0, blockPollMs: 50, rpcUrls: [endpoint.url] },
  { log: pino({ level: 'debug' }) as never },
)
say('created', endpoint.refused)
indexer.failed.catch((e) => say('failed', e))
for (let i = 0; i < 40; i++) {
  await new Promise((r) => setTimeout(r, 500))
  if (indexer.position && indexer.position.block === indexer.position.head) break
}
say(indexer.position, endpoint.refused)
console.log(await (await fetch(`${indexer.url}/v1/overview`)).text())
await indexer.close()
