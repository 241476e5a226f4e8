import { existsSync } from 'node:fs'
import { type OperatorScope, OperatorTokens, operatorScopes, ownTokenFile } from '@millrace/node/operator'
import { Command, Option } from 'commander'
import { timeWords } from '../../terminal/operator-words.ts'
import { left, tableLines } from '../../terminal/table.ts'
import { show } from './access.ts'
import { findDataDir } from './data-dirs.ts'
import { NoNodeFolderError } from './errors.ts'

interface TokenFlags {
  readonly dataDir?: string
  readonly json?: true
}

interface CreateFlags extends TokenFlags {
  readonly scope: readonly OperatorScope[]
  readonly name: string
}

/** `millrace token`: who may look at a node, steer it, or spend what its key holds. */
export function tokenCommand(): Command {
  return new Command('token')
    .description(
      'Tokens for the operator API of a node: create, list, revoke. Works in its data folder; a running node follows at once.',
    )
    .addCommand(createCommand())
    .addCommand(tokenSubcommand('list').description('Lists tokens, without showing any.').action(listTokens))
    .addCommand(
      tokenSubcommand('revoke')
        .description('Takes a token away.')
        .argument('<id>', 'as millrace token list shows it')
        .action(async (id: string, flags: TokenFlags) => {
          await (await open(flags)).revoke(id)
          show(flags, { revoked: id }, () => [`The token ${id} opens nothing any more.`])
        }),
    )
}

function createCommand(): Command {
  const scopes = new Option(
    '--scope <scopes...>',
    'what it may do: read (look), operate (change how the node works), spend (send transactions)',
  )
  return tokenSubcommand('create')
    .description('Makes a token and shows it, this one time.')
    .addOption(scopes.choices(operatorScopes).makeOptionMandatory())
    .option('--name <name>', 'for whom it is, for the list', '')
    .action(async (flags: CreateFlags) => {
      const { token, facts } = await (await open(flags)).create({ name: flags.name, scopes: flags.scope })
      show(flags, { ...facts, token }, () => [token])
    })
}

async function listTokens(flags: TokenFlags): Promise<void> {
  const tokens = await (await open(flags)).list()
  show(flags, { tokens }, () =>
    tableLines({
      columns: [left('token'), left('name'), left('scopes'), left('made')],
      rows: tokens.map(({ id, name, scopes, createdAtMs }) => [
        id,
        name,
        scopes.join(' '),
        timeWords(createdAtMs),
      ]),
    }),
  )
}

function tokenSubcommand(name: string): Command {
  return new Command(name)
    .exitOverride()
    .option('--data-dir <folder>', 'data folder of the node; by default the only one here')
    .option('--json', 'print JSON')
}

/** Where no node has ever worked, a token would open nothing. */
function open({ dataDir: named }: TokenFlags): Promise<OperatorTokens> {
  const dataDir = named ?? findDataDir('operator-token')
  if (!existsSync(ownTokenFile(dataDir))) throw new NoNodeFolderError({ dataDir })
  return OperatorTokens.open({ dataDir })
}
