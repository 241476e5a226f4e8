/** The files by which a sequence reaches the replay, and a mismatch comes back. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { bondingManagerAbi, protocolErrorsAbi, tokenAbi } from '@millrace/abi'
import { bigintToBytes32, bytesToHex, concatBytes, keccak256 } from '@millrace/crypto'
import {
  type Abi,
  decodeAbiParameters,
  encodeAbiParameters,
  encodeErrorResult,
  parseAbi,
  parseAbiParameters,
  toFunctionSelector,
} from 'viem'
import { contracts, encodeCall } from '../../model/calls/call.ts'
import type { Refusal } from '../../model/refusal.ts'
import type { Observation } from './observe.ts'
import type { Step } from './sequence.ts'
import { accounts, allowances, ETHER_OF_EACH, roles } from './situation.ts'

const setupType = parseAbiParameters([
  'Setup setup',
  'struct Setup { address owner; address treasury; address verifier; address migrator; address[] accounts; uint256[] allowances; uint256 etherOfEach; }',
])
const stepsType = parseAbiParameters([
  'Step[] steps',
  'struct Step { address caller; uint256 target; uint256 value; bytes data; bytes outcome; bytes32 state; }',
])
const mismatchType = parseAbiParameters('uint256 sequence, uint256 step, bytes answer, uint256[] words')

export interface Mismatch {
  readonly sequence: number
  readonly step: number
  readonly answer: `0x${string}`
  readonly words: readonly bigint[]
}

export async function writeSetup(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true })
  const { owner, treasury, verifier, migrator } = roles
  const setup = { owner, treasury, verifier, migrator, accounts, allowances, etherOfEach: ETHER_OF_EACH }
  await write(join(folder, 'setup.bin'), encodeAbiParameters(setupType, [setup]))
}

export async function writeSequence(folder: string, index: number, steps: readonly Step[]): Promise<void> {
  const encoded = steps.map(({ call, refusal, state }) => ({
    caller: call.caller,
    target: BigInt(contracts.indexOf(call.contract)),
    value: call.value,
    data: encodeCall(call),
    outcome: refusal === undefined ? '0x' : (outcomeOf(refusal) as `0x${string}`),
    state: state === undefined ? noState : hashOf(state),
  }))
  await write(join(folder, `${index}.bin`), encodeAbiParameters(stepsType, [encoded]))
}

/** What did not come as foretold, if anything did not. */
export async function readMismatch(folder: string): Promise<Mismatch | undefined> {
  const bytes = await readFile(join(folder, 'mismatch.bin')).catch(() => undefined)
  if (bytes === undefined) return undefined
  const [sequence, step, answer, words] = decodeAbiParameters(mismatchType, bytes)
  return { sequence: Number(sequence), step: Number(step), answer, words }
}

export async function clear(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true })
}

const noState = `0x${'00'.repeat(32)}` as const

function hashOf(state: readonly Observation[]): `0x${string}` {
  return bytesToHex(keccak256(concatBytes(...state.map(([, value]) => bigintToBytes32(value)))))
}

const panic = parseAbi(['error Panic(uint256)', 'error Error(string)'])

const selectors = new Map<string, `0x${string}`>(
  [protocolErrorsAbi, bondingManagerAbi, tokenAbi, panic]
    .flatMap((abi: Abi) => abi)
    .filter((item) => item.type === 'error')
    .map((error) => [
      error.name,
      toFunctionSelector({ ...error, type: 'function', outputs: [], stateMutability: 'view' }),
    ]),
)

/** How the answer to a refused call begins. @throws {RangeError} when no contract knows the error */
function outcomeOf({ error, text }: Refusal): `0x${string}` {
  if (text !== undefined) return encodeErrorResult({ abi: panic, errorName: 'Error', args: [text] })
  const selector = selectors.get(error)
  if (selector === undefined) throw new RangeError(`No contract has an error ${error}.`)
  return selector
}

/** Name of the error that an answer holds. */
export function errorNameOf(answer: `0x${string}`): string {
  const selector = answer.slice(0, 10)
  const found = [...selectors].find(([, known]) => known === selector)?.[0]
  if (found === 'Error')
    return `Error: ${Buffer.from(answer.slice(2), 'hex')
      .toString('latin1')
      .replace(/[^ -~]/g, '')}`
  return found ?? (answer === '0x' ? 'success, or a revert without reason' : answer)
}

async function write(path: string, hex: `0x${string}`): Promise<void> {
  await writeFile(path, Buffer.from(hex.slice(2), 'hex'))
}
