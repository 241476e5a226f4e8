import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Gateway, Orchestrator } from '@millrace/node'

// Off chain, on this machine alone: publish-file.ts VIDEO FOLDER
const [video, folder] = process.argv.slice(2)
if (video === undefined || folder === undefined) throw new Error('Say which video, and a folder to write to.')
await mkdir(folder, { recursive: true })

const ports = { operatorPort: 0, operatorHost: '127.0.0.1' }
const orchestrator = await Orchestrator.create({
  ...{ dataDir: join(folder, 'orchestrator'), host: '127.0.0.1', port: 0, ...ports },
})
const gateway = await Gateway.create({
  ...{ dataDir: join(folder, 'gateway'), rtmpHost: '127.0.0.1', rtmpPort: 0, httpPort: 0, ...ports },
  orchestrators: [orchestrator.serviceUri],
})
gateway.events.on('stream_state', ({ streamId, state }) => console.log(`${streamId} is ${state}`))
try {
  const renditions = [{ name: 'small', width: 320, height: 180, bitrate: 300_000 }, 'P144p30fps16x9']
  for await (const segment of gateway.publish(video, { streamId: 'example', renditions })) {
    if (segment.lost) throw new Error(`Segment ${segment.seqNo}: ${segment.lost.detail}`)
    for (const { profile, bytes } of segment.renditions) {
      await writeFile(join(folder, `${profile}-${segment.seqNo}.ts`), bytes)
    }
  }
} finally {
  await gateway.close()
  await orchestrator.close()
}
