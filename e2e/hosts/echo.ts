/** Sends back whatever comes to an address and a port. */
import { createServer } from 'node:net'

const [host, port] = process.argv.slice(2)
const server = createServer((socket) => socket.on('error', () => {}).pipe(socket))
server.listen(Number(port), host, () => process.send?.({ type: 'ready' }))
process.on('disconnect', () => process.exit())
