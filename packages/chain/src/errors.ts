import { BaseError } from '@millrace/common'
import type { Address, Hex } from '@millrace/crypto'

/** Thrown when no RPC endpoint answers. URLs are given by host only, since their paths may hold keys. */
export class RpcUnreachableError extends BaseError {
  override name = 'RpcUnreachableError'
  readonly code = 'RPC_UNREACHABLE'
  override readonly retryable = true

  constructor({ hosts, cause }: { hosts: readonly string[]; cause: unknown }) {
    super(`No chain answers at ${hosts.join(', ')}. Start it, or set rpcUrl to one that runs.`, {
      cause,
      meta: { hosts: hosts.join(', ') },
    })
  }
}

/** Thrown when settings name no RPC endpoint, or one that is not a URL. */
export class RpcUrlError extends BaseError {
  override name = 'RpcUrlError'
  readonly code = 'RPC_URL'

  constructor({ count, position }: { count: number; position?: number }) {
    super(
      position === undefined
        ? 'rpcUrl names no endpoint. Set it to the http(s) URL of a chain.'
        : `Endpoint ${position + 1} of ${count} in rpcUrl is not an http(s) URL.`,
      { meta: { count, position } },
    )
  }
}

/** Thrown when the RPC serves another chain than the settings say. */
export class WrongChainError extends BaseError {
  override name = 'WrongChainError'
  readonly code = 'WRONG_CHAIN'

  constructor({ expected, actual }: { expected: number; actual: number }) {
    super(`rpcUrl serves chain ${actual}, but chainId is set to ${expected}. Change one of them.`, {
      meta: { expected, actual },
    })
  }
}

/** Thrown when an address that settings give has no contract on this chain. */
export class NoContractError extends BaseError {
  override name = 'NoContractError'
  readonly code = 'NO_CONTRACT'

  constructor({ address, setting, chainId }: { address: Address; setting: string; chainId: number }) {
    super(
      `There is no contract at ${address} on chain ${chainId}. Set ${setting} to this chain’s, or change rpcUrl.`,
      {
        meta: { address, setting, chainId },
      },
    )
  }
}

/** Thrown when neither a Controller nor contract addresses are known for a chain. */
export class ControllerMissingError extends BaseError {
  override name = 'ControllerMissingError'
  readonly code = 'CONTROLLER_MISSING'

  constructor({ chainId }: { chainId: number }) {
    super(
      `No deployment is known for chain ${chainId}. Set controller to the address of its Controller contract.`,
      {
        meta: { chainId },
      },
    )
  }
}

/** Thrown when the contract that settings call the Controller does not know a contract of the protocol. */
export class RegistryEntryMissingError extends BaseError {
  override name = 'RegistryEntryMissingError'
  readonly code = 'REGISTRY_ENTRY_MISSING'

  constructor({ controller, entry, cause }: { controller: Address; entry: string; cause?: unknown }) {
    super(
      `The contract at ${controller} does not know ${entry}, so it is not a deployed Controller. Check controller.`,
      {
        cause,
        meta: { controller, entry },
      },
    )
  }
}

/** Thrown when no endpoint knows what one of them told already: to believe one now would move the chain backwards. */
export class EndpointBehindError extends BaseError {
  override name = 'EndpointBehindError'
  readonly code = 'ENDPOINT_BEHIND'
  override readonly retryable = true

  constructor({ host, head, highest }: { host: string; head: bigint; highest: bigint }) {
    super(
      `${host} stands at block ${head}, but block ${highest} was seen already, or it serves another chain.`,
      {
        meta: { host, head, highest },
      },
    )
  }
}

/** Thrown when endpoints contradict each other about something that can never be taken back. */
export class EndpointsDisagreeError extends BaseError {
  override name = 'EndpointsDisagreeError'
  readonly code = 'ENDPOINTS_DISAGREE'
  override readonly retryable = true

  constructor({ about }: { about: string }) {
    super(`The endpoints in rpcUrls contradict each other about ${about}; one of them is behind or wrong.`, {
      meta: { about },
    })
  }
}

/** Thrown when headers lack what the chosen block number source reads. */
export class L1BlockNumberMissingError extends BaseError {
  override name = 'L1BlockNumberMissingError'
  readonly code = 'L1_BLOCK_NUMBER_MISSING'

  constructor({ blockNumber }: { blockNumber: string }) {
    super(
      `Block ${blockNumber} carries no l1BlockNumber. Set blockNumberSource to own on a chain that is not Arbitrum.`,
      { meta: { blockNumber } },
    )
  }
}

/** Thrown when a contract refuses a call, before or after it was sent. */
export class ContractRevertError extends BaseError {
  override name = 'ContractRevertError'
  readonly code = 'CONTRACT_REVERT'
  override readonly retryable: boolean
  /** Name of the contract's custom error, `Error` for a plain text, `Panic`, or undefined when it gave none. */
  readonly errorName: string | undefined
  /** The values it carries, by name. */
  readonly values: Readonly<Record<string, unknown>>
  readonly label: string
  readonly txHash: Hex | undefined

  constructor(facts: RevertFacts) {
    super(`${facts.label} was refused: ${facts.sentence}`, {
      cause: facts.cause,
      meta: { label: facts.label, errorName: facts.errorName, txHash: facts.txHash },
    })
    this.errorName = facts.errorName
    this.values = facts.values
    this.label = facts.label
    this.txHash = facts.txHash
    this.retryable = facts.retryable
  }
}

export interface RevertFacts {
  readonly label: string
  readonly errorName: string | undefined
  readonly values: Readonly<Record<string, unknown>>
  readonly sentence: string
  readonly retryable: boolean
  readonly txHash?: Hex | undefined
  readonly cause?: unknown
}

/** Thrown when an account cannot pay for a transaction. */
export class InsufficientBalanceError extends BaseError {
  override name = 'InsufficientBalanceError'
  readonly code = 'INSUFFICIENT_BALANCE'
  override readonly retryable = true

  constructor({ account, label, cause }: { account: Address; label: string; cause?: unknown }) {
    super(`${account} has too little ether to pay for ${label}. Send some to it.`, {
      cause,
      meta: { account, label },
    })
  }
}

/** Thrown when gas costs more than settings allow. */
export class GasPriceTooHighError extends BaseError {
  override name = 'GasPriceTooHighError'
  readonly code = 'GAS_PRICE_TOO_HIGH'
  override readonly retryable = true

  constructor({ maxFeePerGasWei, neededWei }: { maxFeePerGasWei: bigint; neededWei: bigint }) {
    super(`Gas costs ${neededWei} wei, more than maxFeePerGasWei (${maxFeePerGasWei}) allows.`, {
      meta: { maxFeePerGasWei, neededWei },
    })
  }
}

/** Thrown when a transaction was not mined in time, with every replacement. It may still be mined later. */
export class TransactionTimeoutError extends BaseError {
  override name = 'TransactionTimeoutError'
  readonly code = 'TRANSACTION_TIMEOUT'
  override readonly retryable = true

  constructor({ label, txHash, timeoutMs }: { label: string; txHash: Hex; timeoutMs: number }) {
    super(`${label} (${txHash}) was not mined within ${timeoutMs} ms.`, {
      meta: { label, txHash, timeoutMs },
    })
  }
}

/** Thrown when another transaction of the same account took this one's nonce: the key is in use elsewhere. */
export class TransactionDisplacedError extends BaseError {
  override name = 'TransactionDisplacedError'
  readonly code = 'TRANSACTION_DISPLACED'
  override readonly retryable = true

  constructor({ label, account, nonce }: { label: string; account: Address; nonce: number }) {
    super(
      `${label} lost nonce ${nonce} of ${account} to another transaction. Is its key used by a second program?`,
      {
        meta: { label, account, nonce },
      },
    )
  }
}

/** Thrown to callers that wait when a sender closes. */
export class SenderClosedError extends BaseError {
  override name = 'SenderClosedError'
  readonly code = 'SENDER_CLOSED'

  constructor({ label }: { label: string }) {
    super(`${label} was given up because the sender of transactions closed.`, { meta: { label } })
  }
}

/** Thrown when more transactions wait than one account may queue. */
export class SenderBusyError extends BaseError {
  override name = 'SenderBusyError'
  readonly code = 'SENDER_BUSY'
  override readonly retryable = true

  constructor({ label, maxQueued }: { label: string; maxQueued: number }) {
    super(`${label} was not queued: ${maxQueued} transactions wait already.`, { meta: { label, maxQueued } })
  }
}

/** Thrown when a password does not open a keystore file. */
export class KeystorePasswordError extends BaseError {
  override name = 'KeystorePasswordError'
  readonly code = 'KEYSTORE_PASSWORD'

  constructor({ file }: { file: string }) {
    super(`The password does not open the keystore ${file}.`, { meta: { file } })
  }
}

/** Thrown when a keystore file cannot be read or is not version 3. */
export class KeystoreFormatError extends BaseError {
  override name = 'KeystoreFormatError'
  readonly code = 'KEYSTORE_FORMAT'

  constructor({ file, reason, cause }: { file: string; reason: string; cause?: unknown }) {
    super(`The keystore ${file} cannot be used: ${reason}.`, { cause, meta: { file } })
  }
}

/** Thrown instead of overwriting a key. */
export class KeystoreExistsError extends BaseError {
  override name = 'KeystoreExistsError'
  readonly code = 'KEYSTORE_EXISTS'

  constructor({ file }: { file: string }) {
    super(`The keystore ${file} exists already. Choose another file, or move it away.`, { meta: { file } })
  }
}

/** Thrown when the file with a node's authorisation cannot be read, or does not fit the node. */
export class AuthorizationFileError extends BaseError {
  override name = 'AuthorizationFileError'
  readonly code = 'AUTHORIZATION_FILE'

  constructor({ file, reason, cause }: { file: string; reason: string; cause?: unknown }) {
    super(`The node’s authorisation in ${file} cannot be used: ${reason}.`, { cause, meta: { file } })
  }
}

/** Thrown when the file that holds a password cannot be read or is empty. */
export class PasswordFileError extends BaseError {
  override name = 'PasswordFileError'
  readonly code = 'PASSWORD_FILE'

  constructor({ file, reason, cause }: { file: string; reason: string; cause?: unknown }) {
    super(`The password file ${file} cannot be used: ${reason}.`, { cause, meta: { file } })
  }
}
