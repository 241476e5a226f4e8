import { once } from 'node:events'
import { type AddressInfo, createServer } from 'node:net'
import { PortInUseError } from './errors.ts'

/**
 * Ports of this machine for parts that must be told theirs before they start. Free ones are held open until all are
 * chosen, so that none is given twice.
 */
export async function choosePorts<Name extends string>(
  wanted: Readonly<Record<Name, { readonly port: number; readonly setting: string }>>,
): Promise<Record<Name, number>> {
  const servers: ReturnType<typeof createServer>[] = []
  const chosen: [string, number][] = []
  try {
    for (const [name, { port, setting }] of Object.entries<{ port: number; setting: string }>(wanted)) {
      const server = createServer()
      servers.push(server)
      server.listen(port, '127.0.0.1')
      try {
        await once(server, 'listening')
      } catch {
        throw new PortInUseError({ port, setting })
      }
      chosen.push([name, (server.address() as AddressInfo).port])
    }
    return Object.fromEntries(chosen) as Record<Name, number>
  } finally {
    await Promise.all(
      servers.filter(({ listening }) => listening).map((server) => once(server.close(), 'close')),
    )
  }
}
