import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { Hex } from '@millrace/crypto'
import {
  decodeFunctionData,
  encodeAbiParameters,
  encodeErrorResult,
  encodeFunctionResult,
  parseAbi,
  zeroAddress,
} from 'viem'
import { packetToBytes } from 'viem/ens'
import { z } from 'zod'

/** ENS's UniversalResolver, as far as names are asked of it (ENSIP-23). */
const resolverAbi = parseAbi([
  'function reverseWithGateways(bytes reverseName, uint256 coinType, string[] gateways) view returns (string resolvedName, address resolver, address reverseResolver)',
  'function resolveWithGateways(bytes name, bytes data, string[] gateways) view returns (bytes, address)',
  'error ResolverNotFound(bytes name)',
  'error ReverseAddressMismatch(string primary, bytes primaryAddress)',
])

const requestSchema = z.object({
  id: z.number(),
  method: z.literal('eth_call'),
  params: z.tuple([z.object({ data: z.string() }), z.unknown()]).rest(z.unknown()),
})

export interface EnsStandIn extends AsyncDisposable {
  readonly url: string
  /** While it is true, nothing is answered but an error. */
  isBroken: boolean
}

/** Another chain that holds ENS. @param names by address in lower case; what stands there is answered as it is */
export async function startEns(names: ReadonlyMap<string, string>): Promise<EnsStandIn> {
  const server = createServer(async (request, response) => {
    const body: unknown = JSON.parse(await text(request))
    const questions = z.array(requestSchema).parse(Array.isArray(body) ? body : [body])
    const answers = questions.map(({ id, params: [{ data }] }) => ({
      ...{ jsonrpc: '2.0', id },
      ...(ens.isBroken ? { error: { code: -32_000, message: 'out of order' } } : answer(data as Hex, names)),
    }))
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify(Array.isArray(body) ? answers : answers[0]))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const ens: EnsStandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    isBroken: false,
    async [Symbol.asyncDispose]() {
      server.close()
      server.closeAllConnections()
    },
  }
  return ens
}

function answer(data: Hex, names: ReadonlyMap<string, string>) {
  const call = decodeFunctionData({ abi: resolverAbi, data })
  const revert = (revertData: Hex) => ({
    error: { code: 3, message: 'execution reverted', data: revertData },
  })
  const notFound = (name: Hex) =>
    revert(encodeErrorResult({ abi: resolverAbi, errorName: 'ResolverNotFound', args: [name] }))
  if (call.functionName === 'reverseWithGateways') {
    const [address] = call.args
    const name = names.get(address)
    if (name === undefined) return notFound(address)
    if (name === 'not-mine.eth')
      return revert(
        encodeErrorResult({
          abi: resolverAbi,
          errorName: 'ReverseAddressMismatch',
          args: [name, zeroAddress],
        }),
      )
    const result = [name, zeroAddress, zeroAddress] as const
    return { result: encodeFunctionResult({ abi: resolverAbi, functionName: 'reverseWithGateways', result }) }
  }
  const [packet] = call.args
  const owner = [...names].find(([, name]) => toHexOf(name) === packet)?.[0]
  if (owner === undefined) return notFound(packet)
  const address = encodeAbiParameters([{ type: 'address' }], [owner as Hex])
  const result = [address, zeroAddress] as const
  return { result: encodeFunctionResult({ abi: resolverAbi, functionName: 'resolveWithGateways', result }) }
}

function toHexOf(name: string): Hex {
  return `0x${Buffer.from(packetToBytes(name)).toString('hex')}`
}
