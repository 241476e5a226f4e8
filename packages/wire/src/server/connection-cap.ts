import type { Server, Socket } from 'node:net'

/**
 * Cuts off connections above what one address may have, so that one peer cannot take all of them.
 * @returns the connections that are open.
 */
export function capConnections(server: Server, maxTotal: number, maxPerAddress: number): ReadonlySet<Socket> {
  const sockets = new Set<Socket>()
  const perAddress = new Map<string, number>()
  server.maxConnections = maxTotal
  server.prependListener('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const count = (perAddress.get(address) ?? 0) + 1
    perAddress.set(address, count)
    sockets.add(socket)
    socket.once('close', () => {
      sockets.delete(socket)
      const left = (perAddress.get(address) ?? 1) - 1
      if (left === 0) perAddress.delete(address)
      else perAddress.set(address, left)
    })
    if (count > maxPerAddress) socket.destroy()
  })
  return sockets
}
