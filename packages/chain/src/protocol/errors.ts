import { BaseError } from '@millrace/common'
import type { Address } from 'viem'

/** Thrown when a parameter shall have a value that the protocol does not allow. */
export class ParameterRangeError extends BaseError {
  override name = 'ParameterRangeError'
  readonly code = 'PARAMETER_RANGE'

  constructor(facts: { parameter: string; value: bigint; min: bigint; max: bigint; unit: string }) {
    const { parameter, value, min, max, unit } = facts
    super(`${parameter} must be between ${min} and ${max} ${unit}, not ${value}.`, { meta: facts })
  }
}

/** Thrown when a parameter cannot be set, or not by a call to its contract. */
export class ParameterFixedError extends BaseError {
  override name = 'ParameterFixedError'
  readonly code = 'PARAMETER_FIXED'

  constructor({ parameter }: { parameter: string }) {
    super(`${parameter} is given at deployment; nobody can set it afterwards.`, { meta: { parameter } })
  }
}

/** Thrown when a deployment has no contract, or one without the function that a change needs. */
export class ChangeNotSupportedError extends BaseError {
  override name = 'ChangeNotSupportedError'
  readonly code = 'CHANGE_NOT_SUPPORTED'

  constructor({ change, lacking, cause }: { change: string; lacking: string; cause?: unknown }) {
    super(`This deployment cannot ${change}: it has no ${lacking}.`, { cause, meta: { change, lacking } })
  }
}

/** Thrown when a contract is to be upgraded whose code is not behind a proxy. */
export class NotUpgradableError extends BaseError {
  override name = 'NotUpgradableError'
  readonly code = 'NOT_UPGRADABLE'

  constructor({ contract, upgradable }: { contract: string; upgradable: readonly string[] }) {
    super(`${contract} is not behind a proxy. These are: ${upgradable.join(', ')}.`, { meta: { contract } })
  }
}

/** Thrown before anything is sent by an account that may not make a change. */
export class NotAllowedError extends BaseError {
  override name = 'NotAllowedError'
  readonly code = 'NOT_ALLOWED'

  constructor(facts: {
    change: string
    account: Address
    allowed: Address
    role: string
    by: 'owner' | 'owner or guardian' | 'treasury' | 'owner of the governor'
    isContract: boolean
  }) {
    const { change, account, allowed, role, by, isContract } = facts
    const advice =
      by === 'treasury'
        ? 'Use --unsigned, and put the printed call into a proposal to the treasury.'
        : 'Use --unsigned, and let that contract make the printed call: a multisig sends it, a Governor takes it ' +
          'with millrace protocol stage.'
    super(
      isContract
        ? `Only ${role}, ${allowed}, may ${change}, and that is a contract, so no key can send this. ${advice}`
        : `Only ${role}, ${allowed}, may ${change}, but the keystore is that of ${account}.`,
      { meta: facts },
    )
  }
}
