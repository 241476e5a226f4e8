import { recordProblem, type TextRecord } from '@millrace/common/identity'
import { type Address, isSameAddress } from '@millrace/crypto'
import type { Hex } from 'viem'
import { z } from 'zod'
import { identityRegistryOf, readProfile } from '../profiles/profile-reader.ts'
import { contractCall } from '../tx/call.ts'
import { OperationParametersError } from './errors.ts'
import { defineOperation } from './operation.ts'
import { address, wholeNumberText } from './parameters.ts'

const noConsent = { deadline: 0n, signature: '0x' } as const

const signatureText = z
  .string()
  .regex(/^0x(?:[0-9a-fA-F]{2}){1,2048}$/, 'must be a signature in hexadecimal')
  .transform((text) => text as Hex)

const setProfile = defineOperation({
  name: 'set-profile',
  about: 'Says who is behind the account: public, and for ever in the chain’s history.',
  account: 'any account',
  parameters: z.strictObject({
    texts: z
      .record(z.string(), z.string())
      .refine((texts) => Object.keys(texts).length > 0, 'must have a record')
      .describe('Text by EIP-634 key, such as name, url, com.github; an empty one removes the record.'),
  }),
  async plan({ texts }, { chain, from }) {
    const records: TextRecord[] = Object.entries(texts).map(([key, value]) => ({ key, value }))
    const problem = records.map(recordProblem).find((sentence) => sentence !== undefined)
    if (problem !== undefined) throw new OperationParametersError({ operation: 'set-profile', problem })
    const registry = identityRegistryOf(chain)
    const { main, texts: before } = await readProfile(chain, from)
    const changes = records.map(({ key, value }) => {
      const now = before[key] === undefined ? '' : ` (now “${before[key]}”)`
      return value === '' ? `removes ${key}${now}` : `sets ${key} to “${value}”${now}`
    })
    const isFirst = main !== undefined && Object.keys(before).length === 0
    const message = `The account is shown with the profile of ${main} as long as it has none of its own.`
    return {
      calls: [contractCall(registry, 'setTexts', [records])],
      effect: `Of ${from}: ${changes.join(', ')}. It is public, and nobody checks it.`,
      warnings: isFirst ? [{ code: 'HIDES_MAIN_PROFILE', message }] : [],
    }
  },
})

const linkAccounts = defineOperation({
  name: 'link-accounts',
  about: 'Links two accounts of one owner, with the consent that the other has signed.',
  account: 'any account',
  parameters: z.strictObject({
    main: address.describe('The account that the other is to belong to.'),
    linked: address.describe('The account that is to belong to it.'),
    deadline: wholeNumberText.describe('Until when the other’s signature is good, in Unix seconds.'),
    signature: signatureText.describe('The other’s signature.'),
  }),
  async plan({ main, linked, deadline, signature }, { chain, from }) {
    if (!isSameAddress(from, main) && !isSameAddress(from, linked)) {
      const problem = `${from} is neither of the two accounts`
      throw new OperationParametersError({ operation: 'link-accounts', problem })
    }
    const consent = { deadline, signature }
    const consents = isSameAddress(from, main)
      ? ([noConsent, consent] as const)
      : ([consent, noConsent] as const)
    return {
      calls: [contractCall(identityRegistryOf(chain), 'link', [main, linked, ...consents])],
      effect: `Says that ${linked} belongs to ${main}, for everybody to see. Either can end it.`,
      warnings: [],
    }
  },
})

const unlinkAccounts = defineOperation({
  name: 'unlink-accounts',
  about: 'Ends the link of two accounts, as one of them or with what one of them has signed.',
  account: 'any account',
  parameters: z.strictObject({
    linked: address.describe('The account that belongs to the other.'),
    account: address.optional().describe('Which of the two signed; left out if the sender is one of them.'),
    deadline: wholeNumberText.optional().describe('Until when its signature is good, in Unix seconds.'),
    signature: signatureText.optional().describe('Its signature.'),
  }),
  async plan({ linked, account, deadline, signature }, { chain }) {
    const registry = identityRegistryOf(chain)
    const { main } = await readProfile(chain, linked)
    const signed = signatureOf({ account, deadline, signature })
    const call = signed
      ? contractCall(registry, 'unlinkFor', [signed.account, linked, signed.consent])
      : contractCall(registry, 'unlink', [linked])
    const effect = `Ends the link of ${linked} to ${main ?? 'another account'}. Both keep what they say of themselves.`
    return { calls: [call], effect, warnings: [] }
  },
})

/** All of it or nothing. @throws {OperationParametersError} */
function signatureOf({
  account,
  deadline,
  signature,
}: {
  readonly account: Address | undefined
  readonly deadline: bigint | undefined
  readonly signature: Hex | undefined
}) {
  if (account !== undefined && deadline !== undefined && signature !== undefined) {
    return { account, consent: { deadline, signature } }
  }
  if (account === undefined && deadline === undefined && signature === undefined) return undefined
  const problem = 'account, deadline and signature belong together'
  throw new OperationParametersError({ operation: 'unlink-accounts', problem })
}

/** Who is behind an account. */
export const identityOperations = [setProfile, linkAccounts, unlinkAccounts] as const
