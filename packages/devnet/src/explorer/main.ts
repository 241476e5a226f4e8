/** The explorer's web server as a program: `main.ts --config FILE`, where the file holds `ExplorerServerOptions` as JSON. */
import { readFile } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { createLogger } from '@millrace/common'
import { z } from 'zod'
import { ExplorerServer, explorerConfigSchema } from './server.ts'

const optionsSchema = z.strictObject({
  host: z.string().default('127.0.0.1'),
  port: z.int().min(0).max(65_535),
  pagesDir: z.string(),
  config: explorerConfigSchema,
})

const log = createLogger({ name: 'explorer' })
try {
  const { values } = parseArgs({ options: { config: { type: 'string' } } })
  if (!values.config) throw new Error('Give the settings with --config FILE.')
  const options = optionsSchema.parse(JSON.parse(await readFile(values.config, 'utf8')))
  const server = await ExplorerServer.listen(options)
  const url = `http://${options.host}:${server.port}`
  log.info({ url }, 'explorer serves pages')
  process.send?.({ type: 'ready', url })
  const stop = async () => {
    await server.close()
    process.exit(0)
  }
  for (const signal of ['SIGTERM', 'SIGINT', 'disconnect'] as const) process.once(signal, stop)
} catch (err) {
  log.fatal({ err }, 'explorer did not start')
  process.exitCode = 1
  if (process.connected) process.disconnect()
}
