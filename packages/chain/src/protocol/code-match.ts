import { runtimeCodes } from '@millrace/abi'
import { type Hex, hexToBytes, keccak256 } from 'viem'

/**
 * How a contract's code on chain relates to what this build makes: the same; the same but for values that its
 * constructor wrote into it, which no hash can vouch for; another; or none at all.
 */
export type CodeMatch = 'same' | 'same but for values' | 'other' | 'none'

/** @param code name of the contract in {@link runtimeCodes} */
export function matchCode(onChain: Hex | undefined, code: keyof typeof runtimeCodes): CodeMatch {
  if (onChain === undefined || onChain === '0x') return 'none'
  const { hash, immutables } = runtimeCodes[code]
  const bytes = hexToBytes(onChain)
  for (const { start, length } of immutables) bytes.fill(0, start, start + length)
  if (keccak256(bytes) !== hash) return 'other'
  return immutables.length === 0 ? 'same' : 'same but for values'
}
