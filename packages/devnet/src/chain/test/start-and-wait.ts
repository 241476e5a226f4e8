import { silentLogger } from '@millrace/common'
import { startAnvil } from '../anvil.ts'

// Starts a chain and waits to be killed.
const [dataDir] = process.argv.slice(2)
if (dataDir === undefined) throw new Error('Give a data folder.')
const { anvilPid, guardPid, rpcUrl } = await startAnvil({ dataDir, port: 0 }, { log: silentLogger() })
process.send?.({ anvilPid, guardPid, rpcUrl })
