import { BaseError } from '@millrace/common'
import { printable } from './terminal/printable.ts'

/** Thrown when a command is to send something but was not told with which key. */
export class KeystoreMissingError extends BaseError {
  override name = 'KeystoreMissingError'
  readonly code = 'KEYSTORE_MISSING'

  constructor({ instead }: { instead: string }) {
    super(`Set keystoreFile or signerUrl to send transactions, or use ${instead}.`)
  }
}

/** Thrown when a command is to say what an account would do, and not which account. */
export class SenderMissingError extends BaseError {
  override name = 'SenderMissingError'
  readonly code = 'SENDER_MISSING'

  constructor() {
    super('Set from to the address that would send, or keystoreFile.')
  }
}

/** Thrown when flags contradict each other, or one of them is missing. */
export class FlagsError extends BaseError {
  override name = 'FlagsError'
  readonly code = 'FLAGS'
}

/** Thrown when a word on the command line is not one of those that fit there. */
export class UnknownNameError extends BaseError {
  override name = 'UnknownNameError'
  readonly code = 'UNKNOWN_NAME'

  constructor({ what, name, known }: { what: string; name: string; known: readonly string[] }) {
    super(`There is no ${what} ${name}. There are: ${known.join(', ')}.`, { meta: { what, name } })
  }
}

/** Thrown when a file of `millrace deploy` is not what it should be. */
export class DeploymentFileError extends BaseError {
  override name = 'DeploymentFileError'
  readonly code = 'DEPLOYMENT_FILE'

  constructor({ file, cause }: { file: string; cause: unknown }) {
    super(`${file} is not the deployment.json that millrace deploy writes.`, { cause, meta: { file } })
  }
}

/** Thrown when a multisig is to create a contract on a chain without the usual factory. */
export class FactoryMissingError extends BaseError {
  override name = 'FactoryMissingError'
  readonly code = 'FACTORY_MISSING'

  constructor({ factory, chainId }: { factory: `0x${string}`; chainId: number }) {
    super(
      `Chain ${chainId} has no contract factory at ${factory}, through which anybody could create the new code. ` +
        'Create it with a key (millrace protocol upgrade CONTRACT --create-only) and give its address as --target.',
      { meta: { factory, chainId } },
    )
  }
}

/** Thrown when a file does not hold calls for a Governor. */
export class CallsFileError extends BaseError {
  override name = 'CallsFileError'
  readonly code = 'CALLS_FILE'

  constructor({ file, cause }: { file: string; cause: unknown }) {
    super(`${file} does not hold calls as --unsigned prints them.`, { cause, meta: { file } })
  }
}

/** Thrown when a check has found what keeps a node from working. */
export class CheckFailedError extends BaseError {
  override name = 'CheckFailedError'
  readonly code = 'CHECK_FAILED'

  constructor({ problems }: { problems: number }) {
    super(problems === 1 ? 'One problem was found.' : `${problems} problems were found.`, {
      meta: { problems },
    })
  }
}

/** Thrown when something that costs was neither agreed to by a person nor by a flag. */
export class ConfirmationMissingError extends BaseError {
  override name = 'ConfirmationMissingError'
  readonly code = 'CONFIRMATION_MISSING'

  constructor() {
    super(
      'Nothing was sent: there is no terminal to ask at. Look at it with --dry-run, and agree with --yes.',
    )
  }
}

/** Thrown when a person said no. */
export class DeclinedError extends BaseError {
  override name = 'DeclinedError'
  readonly code = 'DECLINED'

  constructor() {
    super('Nothing was sent.')
  }
}

/** Thrown when a password is needed and cannot be had. */
export class PasswordMissingError extends BaseError {
  override name = 'PasswordMissingError'
  readonly code = 'PASSWORD_MISSING'

  constructor() {
    super(
      'There is no terminal to ask for the password. Give --password-file FILE, or --password-file - for standard input.',
    )
  }
}

/** Thrown when a node has not answered several times. What it was asked for it may have done. */
export class NodeSilentError extends BaseError {
  override name = 'NodeSilentError'
  readonly code = 'NODE_SILENT'
  override readonly retryable = true

  constructor({ url, id, cause }: { url: string; id: string | undefined; cause: unknown }) {
    super(
      `The node at ${url} gave no answer, and may have done it all the same. To ask again without doing it twice, repeat the command with --request-id ${id}.`,
      { cause, meta: { url, id } },
    )
  }
}

/** Thrown when a log cannot be read, or cannot be unpacked. */
export class LogFileError extends BaseError {
  override name = 'LogFileError'
  readonly code = 'LOG_FILE'

  constructor({ file, cause }: { file: string; cause: unknown }) {
    const why = cause instanceof Error ? cause.message : String(cause)
    super(`The log ${file} cannot be read: ${why}`, { cause, meta: { file } })
  }
}

interface SeenInLogs {
  readonly streamId: string
  readonly seqNo: number
  readonly linesRead: number
  readonly unreadable: readonly { readonly file: string; readonly lines: number }[]
  /** Of the stream. */
  readonly seqNos: readonly number[]
  readonly streams: readonly string[]
}

/** Thrown when no line of the logs is about a segment. */
export class SegmentNotInLogsError extends BaseError {
  override name = 'SegmentNotInLogsError'
  readonly code = 'SEGMENT_NOT_IN_LOGS'

  constructor(seen: SeenInLogs) {
    const { streamId, seqNo, linesRead, unreadable } = seen
    const bad = unreadable.reduce((sum, { lines }) => sum + lines, 0)
    const badWords = bad === 0 ? '' : ` Lines that are no log lines: ${bad} of ${linesRead}.`
    super(
      `The logs say nothing of segment ${seqNo} of ${printable(streamId)}. ${insteadWords(seen)}${badWords}`,
      { meta: { streamId, seqNo, linesRead } },
    )
  }
}

/** Ranges and names that are listed. */
const mostNamed = 12

function insteadWords({ seqNos, streams, streamId }: SeenInLogs): string {
  if (seqNos.length > 0) return `They have ${listWords(rangesOf(seqNos))} of it.`
  if (streams.includes(streamId))
    return 'They have the stream, but no segment of it: log at --log-level debug.'
  if (streams.length > 0) return `They have the streams ${listWords(streams.map(printable))}.`
  return 'They name no stream at all: log at --log-level debug.'
}

function rangesOf(numbers: readonly number[]): string[] {
  const ranges: [number, number][] = []
  for (const number of numbers.toSorted((a, b) => a - b)) {
    const last = ranges.at(-1)
    if (last?.[1] === number - 1) last[1] = number
    else ranges.push([number, number])
  }
  return ranges.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`))
}

function listWords(words: readonly string[]): string {
  const more = words.length - mostNamed
  return `${words.slice(0, mostNamed).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}

/** Thrown when what an account's profile claims is not said by whom it names. */
export class NotProvenError extends BaseError {
  override name = 'NotProvenError'
  readonly code = 'NOT_PROVEN'

  constructor({ account, proven, claimed }: { account: string; proven: number; claimed: number }) {
    super(
      claimed === 0
        ? `${account} claims nothing that could be proven.`
        : `Of ${claimed} claims of ${account} ${proven === 1 ? 'one is' : `${proven} are`} proven.`,
      { meta: { account, proven, claimed } },
    )
  }
}

/** Thrown when a file of evidence cannot be read. */
export class EvidenceFileError extends BaseError {
  override name = 'EvidenceFileError'
  readonly code = 'EVIDENCE_FILE'

  constructor({ file, why, cause }: { file: string; why: string; cause?: unknown }) {
    super(`${file} cannot be read as evidence: ${why}`, { cause, meta: { file } })
  }
}
