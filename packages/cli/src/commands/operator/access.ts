import { readFile } from 'node:fs/promises'
import {
  answerOf,
  type OperatorClient,
  type OperatorRole,
  OperatorUnreachableError,
  operatorClient,
} from '@millrace/client/operator'
import { ownTokenFile, readOperatorFile } from '@millrace/node/operator'
import { Command } from 'commander'
import { z } from 'zod'
import { FlagsError } from '../../errors.ts'
import { toJson } from '../shared.ts'
import { findDataDir } from './data-dirs.ts'
import { NodeNotRunningError, TokenFileError, WrongRoleError } from './errors.ts'

export interface AccessFlags {
  readonly dataDir?: string
  readonly url?: string
  readonly tokenFile?: string
  readonly json?: true
}

/** A node that answers, with a client of its role. */
export type NodeAccess = {
  readonly [Role in OperatorRole]: { readonly role: Role; readonly client: OperatorClient<Role> }
}[OperatorRole]

/** What `GET /api/v1/node` answers. */
export interface NodeFacts {
  readonly role: string
  readonly version: string
  readonly pid: number
  readonly startedAtMs: number
  readonly isReady: boolean
  readonly notReady?: string | undefined
}

const roleSchema = z.enum(['gateway', 'orchestrator', 'transcoder', 'redeemer', 'tester'])

/** A command that asks a running node. */
export function nodeCommand(name: string): Command {
  return new Command(name)
    .exitOverride()
    .option('--data-dir <folder>', 'data folder of a node on this machine; by default the only one here')
    .option('--url <url>', 'operator API of a node elsewhere, with --token-file')
    .option('--token-file <file>', 'file with a token of that node; by default the one in its data folder')
    .option('--json', 'print what the node answers as JSON')
}

/**
 * Finds the node that the flags mean, and makes sure that it answers.
 * @throws {NodeNotRunningError | WhichNodeError | TokenFileError | FlagsError | OperatorAnswerError | OperatorUnreachableError}
 */
export async function openNode(flags: AccessFlags): Promise<NodeAccess & { readonly facts: NodeFacts }> {
  const { url, token, dataDir, role } = await locateNode(flags)
  try {
    const facts = await answerOf(operatorClient('gateway', { url, token }).GET('/api/v1/node'))
    return { ...clientFor(facts.role, { url, token }), facts }
  } catch (error) {
    // Where the file was left behind by a node that was killed, nobody answers any more.
    if (dataDir === undefined || !(error instanceof OperatorUnreachableError)) throw error
    throw new NodeNotRunningError({ dataDir, role, cause: error })
  }
}

/** @throws {WrongRoleError} */
export function wrongRole({ role }: Pick<NodeAccess, 'role'>, what: string, ask: string): never {
  throw new WrongRoleError({ what, role, ask })
}

/** Prints an answer: as it came, or in words. */
export function show(
  { json }: Pick<AccessFlags, 'json'>,
  answer: unknown,
  lines: () => readonly string[],
): void {
  process.stdout.write(json ? `${toJson(answer)}\n` : `${lines().join('\n')}\n`)
}

interface Location {
  readonly url: string
  readonly token: string
  readonly dataDir?: string
  readonly role?: string
}

/**
 * Where the node is that flags mean, and with which token it is asked.
 * @throws {NodeNotRunningError | WhichNodeError | TokenFileError | FlagsError}
 */
export async function locateNode({
  url,
  tokenFile,
  dataDir: named,
}: Pick<AccessFlags, 'dataDir' | 'url' | 'tokenFile'>): Promise<Location> {
  if (url !== undefined) {
    if (!URL.canParse(url) || !/^https?:/.test(url))
      throw new FlagsError(`--url ${url} is not an http(s) URL.`)
    const file = tokenFile ?? (named === undefined ? undefined : ownTokenFile(named))
    if (file === undefined)
      throw new FlagsError('--url needs --token-file, the file with a token of that node.')
    return { url, token: await readToken(file) }
  }
  const dataDir = named ?? findDataDir('operator.json')
  const file = await readOperatorFile(dataDir)
  if (file === undefined) throw new NodeNotRunningError({ dataDir })
  const token = await readToken(tokenFile ?? ownTokenFile(dataDir))
  return { url: file.url, token, dataDir, role: file.role }
}

async function readToken(file: string): Promise<string> {
  try {
    return (await readFile(file, 'utf8')).trim()
  } catch (cause) {
    throw new TokenFileError({ file, cause })
  }
}

/** One branch a role, since each client has other routes. */
function clientFor(role: string, options: { readonly url: string; readonly token: string }): NodeAccess {
  const { data: known } = roleSchema.safeParse(role)
  if (known === undefined)
    throw new FlagsError(
      `The node at ${options.url} says that it is a ${role}, which this program does not know.`,
    )
  switch (known) {
    case 'gateway':
      return { role: known, client: operatorClient(known, options) }
    case 'orchestrator':
      return { role: known, client: operatorClient(known, options) }
    case 'transcoder':
      return { role: known, client: operatorClient(known, options) }
    case 'redeemer':
      return { role: known, client: operatorClient(known, options) }
    case 'tester':
      return { role: known, client: operatorClient(known, options) }
  }
}
