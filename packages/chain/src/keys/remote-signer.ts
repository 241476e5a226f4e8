import {
  type Address,
  bytesToHex,
  type Hex,
  hexToBytes,
  isSameAddress,
  toChecksumAddress,
  verifyMessage,
} from '@millrace/crypto'
import {
  getTypesForEIP712Domain,
  hashTypedData,
  isHex,
  type LocalAccount,
  numberToHex,
  parseTransaction,
  recoverAddress,
  recoverTransactionAddress,
  type TransactionSerializable,
  type TransactionSerializedEIP1559,
  type TypedDataDefinition,
  toHex,
} from 'viem'
import { toAccount } from 'viem/accounts'
import { z } from 'zod'
import { RpcUrlError } from '../errors.ts'
import { RemoteSignerAccountError, RemoteSignerAnswerError } from './errors.ts'
import type { UnlockedAccount } from './keystore-account.ts'
import { SignerRpc } from './signer-rpc.ts'

export interface RemoteSignerOptions {
  /** http(s) URL of a signer that speaks JSON-RPC, such as clef or web3signer. */
  readonly url: string
  /** The account; may be left out when the signer has one only. */
  readonly address?: Address | undefined
  /** A person may have to agree at the signer, so this is longer than a machine needs. */
  readonly timeoutMs?: number | undefined
}

const addressesSchema = z.array(z.string().regex(/^0x[0-9a-fA-F]{40}$/)).max(10_000)

/**
 * An account whose key is at a signer elsewhere. Transactions are signed by `eth_signTransaction` or clef's
 * `account_signTransaction`; messages (which tickets and segments need) by `eth_sign`, `personal_sign` or clef's
 * `account_signData`; typed data by `eth_signTypedData`, `…_v4` or clef's `account_signTypedData`. Every answer is held
 * against what was asked for.
 * @throws {RpcUrlError | RemoteSignerUnreachableError | RemoteSignerMethodError | RemoteSignerAccountError}
 */
export async function accountFromRemoteSigner(options: RemoteSignerOptions): Promise<UnlockedAccount> {
  const { url, timeoutMs = 60_000 } = options
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol))
    throw new RpcUrlError({ count: 1, position: 0 })
  const rpc = new SignerRpc({ url, timeoutMs })
  const address = chooseAddress(await listAddresses(rpc), options.address, rpc.host)
  return {
    address,
    account: localAccount(address, rpc),
    signer: { address, signMessage: (message) => signMessage(rpc, address, message) },
  }
}

async function listAddresses(rpc: SignerRpc): Promise<readonly Address[]> {
  const dialects = ['eth_accounts', 'account_list'].map((method) => ({ method, params: [] }))
  const parsed = addressesSchema.safeParse(await rpc.ask('accounts', dialects))
  if (!parsed.success)
    throw new RemoteSignerAnswerError({ host: rpc.host, problem: 'its list of accounts is none' })
  return parsed.data.map((one) => toChecksumAddress(one as Address))
}

function chooseAddress(known: readonly Address[], wanted: Address | undefined, host: string): Address {
  const found = wanted === undefined ? known : known.filter((one) => isSameAddress(one, wanted))
  const [address] = found
  if (address === undefined || found.length > 1)
    throw new RemoteSignerAccountError({ host, wanted, known: known.slice(0, 20) })
  return address
}

function localAccount(address: Address, rpc: SignerRpc): LocalAccount {
  return toAccount({
    address,
    async signMessage({ message }) {
      const bytes =
        typeof message === 'string'
          ? new TextEncoder().encode(message)
          : typeof message.raw === 'string'
            ? hexToBytes(message.raw)
            : message.raw
      return bytesToHex(await signMessage(rpc, address, bytes))
    },
    signTransaction: (transaction) => signTransaction(rpc, address, transaction),
    signTypedData: (definition) => signTypedData(rpc, address, definition as TypedDataDefinition),
  })
}

async function signMessage(rpc: SignerRpc, address: Address, message: Uint8Array): Promise<Uint8Array> {
  const data = bytesToHex(message)
  const answer = await rpc.ask('messages', [
    { method: 'eth_sign', params: [address, data] },
    { method: 'personal_sign', params: [data, address] },
    { method: 'account_signData', params: ['text/plain', address, data] },
  ])
  const signature = withUsualV(signatureOf(answer, rpc.host))
  if (!verifyMessage(address, message, signature))
    throw wrong(rpc, 'it is no signature of the message by the account')
  return signature
}

async function signTypedData(
  rpc: SignerRpc,
  address: Address,
  definition: TypedDataDefinition,
): Promise<Hex> {
  const { domain = {}, message, primaryType, types } = definition
  const wholeTypes = { EIP712Domain: getTypesForEIP712Domain({ domain }), ...types }
  const typedData = withTextNumbers({ domain, message, primaryType, types: wholeTypes })
  const answer = await rpc.ask('typed data', [
    { method: 'eth_signTypedData', params: [address, typedData] },
    { method: 'eth_signTypedData_v4', params: [address, JSON.stringify(typedData)] },
    { method: 'account_signTypedData', params: [address, typedData] },
  ])
  const signature = bytesToHex(withUsualV(signatureOf(answer, rpc.host)))
  const signedBy = await recoverAddress({ hash: hashTypedData(definition), signature }).catch(() => undefined)
  if (signedBy === undefined || !isSameAddress(signedBy, address))
    throw wrong(rpc, 'it is no signature of the typed data by the account')
  return signature
}

async function signTransaction(
  rpc: SignerRpc,
  address: Address,
  transaction: TransactionSerializable,
): Promise<TransactionSerializedEIP1559> {
  const { to, data = '0x', value = 0n, nonce = 0, gas = 0n, chainId = 0 } = transaction
  const { maxFeePerGas = 0n, maxPriorityFeePerGas = 0n } = transaction
  const fees = { maxFeePerGas: toHex(maxFeePerGas), maxPriorityFeePerGas: toHex(maxPriorityFeePerGas) }
  const asked = {
    ...{ from: address, gas: toHex(gas), ...fees, value: toHex(value), nonce: numberToHex(nonce) },
    ...{ data, chainId: numberToHex(chainId), ...(to && { to }) },
  }
  const answer = await rpc.ask('transactions', [
    { method: 'eth_signTransaction', params: [asked] },
    { method: 'account_signTransaction', params: [asked] },
  ])
  const raw = rawTransactionOf(answer, rpc.host)
  const signed = parseSigned(raw, rpc)
  const expected = [to?.toLowerCase(), data, value, nonce, gas, chainId, maxFeePerGas, maxPriorityFeePerGas]
  const actual = [
    ...[signed.to?.toLowerCase(), signed.data ?? '0x', signed.value ?? 0n, signed.nonce ?? 0],
    ...[signed.gas ?? 0n, signed.chainId, signed.maxFeePerGas ?? 0n, signed.maxPriorityFeePerGas ?? 0n],
  ]
  const isOther = expected.some((value, at) => value !== actual[at]) || (signed.accessList?.length ?? 0) > 0
  if (isOther) throw wrong(rpc, 'it signed another transaction than it was asked to')
  const signedBy = await recoverTransactionAddress({ serializedTransaction: raw }).catch(() => undefined)
  if (signedBy === undefined || !isSameAddress(signedBy, address))
    throw wrong(rpc, 'the transaction is not signed by the account')
  return raw
}

/** web3signer answers the bytes; geth and clef an object with them. */
function rawTransactionOf(answer: unknown, host: string): TransactionSerializedEIP1559 {
  const raw = typeof answer === 'object' && answer !== null && 'raw' in answer ? answer.raw : answer
  if (isHex(raw) && raw.startsWith('0x02')) return raw as TransactionSerializedEIP1559
  throw new RemoteSignerAnswerError({ host, problem: 'it is no signed transaction of type 2' })
}

function parseSigned(raw: TransactionSerializedEIP1559, rpc: SignerRpc) {
  try {
    return parseTransaction(raw)
  } catch {
    throw wrong(rpc, 'it is no signed transaction')
  }
}

function signatureOf(answer: unknown, host: string): Uint8Array {
  if (typeof answer === 'string' && /^0x[0-9a-fA-F]{130}$/.test(answer)) return hexToBytes(answer as Hex)
  throw new RemoteSignerAnswerError({ host, problem: 'it is no signature of 65 bytes' })
}

/** Some signers count V from 0, Ethereum from 27. */
function withUsualV(signature: Uint8Array): Uint8Array {
  const usual = Uint8Array.from(signature)
  const v = usual[64] ?? 0
  if (v < 27) usual[64] = v + 27
  return usual
}

function withTextNumbers(value: object): object {
  return JSON.parse(JSON.stringify(value, (_key, one) => (typeof one === 'bigint' ? one.toString() : one)))
}

function wrong({ host }: SignerRpc, problem: string): RemoteSignerAnswerError {
  return new RemoteSignerAnswerError({ host, problem })
}
