import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Hex } from '@millrace/crypto'
import { isAddressEqual, type LocalAccount, type TransactionSerializable } from 'viem'

/** Which of the known signers it answers like. */
export type SignerDialect = 'web3signer' | 'clef' | 'geth'

export interface SignerServer extends AsyncDisposable {
  readonly url: string
  /** Methods that it was asked for, in order. */
  readonly methods: readonly string[]
  /** Changes answers, as a broken or hostile signer would. */
  tamper: ((method: string, result: unknown) => unknown) | undefined
  /** Methods that it does not have. */
  readonly missing: Set<string>
}

type Handler = (params: readonly unknown[]) => Promise<unknown> | unknown

class MethodError extends Error {
  readonly code: number
  constructor(code: number, message: string) {
    super(message)
    this.code = code
  }
}

/** A small signer over HTTP with the keys of some accounts, which speaks like one of the known ones. */
export async function startSigner(
  accounts: readonly LocalAccount[],
  dialect: SignerDialect = 'web3signer',
): Promise<SignerServer> {
  const methods: string[] = []
  const missing = new Set<string>()
  const find = (address: unknown): LocalAccount => {
    const found = accounts.find((one) => isAddressEqual(one.address, address as Hex))
    if (!found) throw new MethodError(-32000, 'unknown account')
    return found
  }
  const list = () => accounts.map(({ address }) => address)
  const sign = (address: unknown, data: unknown) =>
    find(address).signMessage({ message: { raw: data as Hex } })
  const signTransaction = async ([fields]: readonly unknown[]) => {
    const { from, ...rest } = fields as Record<string, string>
    return find(from).signTransaction(transactionOf(rest))
  }
  const typed = (address: unknown, data: unknown) =>
    find(address).signTypedData((typeof data === 'string' ? JSON.parse(data) : data) as never)
  const dialects: Readonly<Record<SignerDialect, Readonly<Record<string, Handler>>>> = {
    web3signer: {
      eth_accounts: list,
      eth_sign: ([address, data]) => sign(address, data),
      eth_signTransaction: signTransaction,
      eth_signTypedData: ([address, data]) => typed(address, data),
    },
    geth: {
      eth_accounts: list,
      personal_sign: ([data, address]) => sign(address, data),
      eth_signTransaction: async (params) => ({ raw: await signTransaction(params), tx: {} }),
      eth_signTypedData_v4: ([address, data]) => typed(address, data),
    },
    clef: {
      account_list: list,
      account_signData: ([kind, address, data]) => {
        if (kind !== 'text/plain') throw new MethodError(-32602, 'content type')
        return sign(address, data)
      },
      account_signTransaction: async (params) => ({ raw: await signTransaction(params), tx: {} }),
      account_signTypedData: ([address, data]) => typed(address, data),
    },
  }
  const answer = async ({
    id,
    method,
    params,
  }: {
    id: number
    method: string
    params: readonly unknown[]
  }) => {
    methods.push(method)
    const handler = missing.has(method) ? undefined : dialects[dialect][method]
    try {
      if (!handler) throw new MethodError(-32601, `the method ${method} does not exist`)
      const result = await handler(params)
      return { jsonrpc: '2.0', id, result: server.tamper ? server.tamper(method, result) : result }
    } catch (error) {
      const code = error instanceof MethodError ? error.code : -32603
      return { jsonrpc: '2.0', id, error: { code, message: error instanceof Error ? error.message : '' } }
    }
  }
  const http = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const body = JSON.parse(Buffer.concat(chunks).toString())
    const answers = Array.isArray(body) ? await Promise.all(body.map(answer)) : await answer(body)
    response.setHeader('content-type', 'application/json').end(JSON.stringify(answers))
  })
  await once(http.listen(0, '127.0.0.1'), 'listening')
  const server: SignerServer = {
    url: `http://127.0.0.1:${(http.address() as AddressInfo).port}`,
    methods,
    missing,
    tamper: undefined,
    async [Symbol.asyncDispose]() {
      http.close()
      http.closeAllConnections()
    },
  }
  return server
}

function transactionOf(fields: Record<string, string>): TransactionSerializable {
  const { to, data } = fields
  const number = (name: string) => Number(fields[name] ?? 0)
  const big = (name: string) => BigInt(fields[name] ?? 0)
  return {
    type: 'eip1559',
    chainId: number('chainId'),
    nonce: number('nonce'),
    gas: big('gas'),
    value: big('value'),
    maxFeePerGas: big('maxFeePerGas'),
    maxPriorityFeePerGas: big('maxPriorityFeePerGas'),
    ...(to && { to: to as Hex }),
    ...(data && { data: data as Hex }),
  }
}
