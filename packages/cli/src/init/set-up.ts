import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import type { KeystoreCost } from '@millrace/chain'
import { toJson } from '../commands/shared.ts'
import { FlagsError } from '../errors.ts'
import { openChainSteps, showBalances } from './chain-steps.ts'
import { askDeployment } from './deployment.ts'
import { askGateway, offerFunding } from './gateway.ts'
import { askKey } from './node-key.ts'
import { askOrchestrator, offerRegistration } from './orchestrator.ts'
import type { Questions } from './questions.ts'

export type InitRole = 'orchestrator' | 'gateway'

export interface SetUpOptions {
  readonly role: InitRole | undefined
  readonly folder: string | undefined
  readonly keystoreCost: KeystoreCost
}

/**
 * Asks everything that a new node needs to know, checks it, and writes its folder: settings, key and password. Offers what
 * it has to do on chain first.
 * @returns the settings file, for the node to start with
 */
export async function setUpNode(
  { role: wanted, folder: given, keystoreCost: cost }: SetUpOptions,
  questions: Questions,
): Promise<{ readonly role: InitRole; readonly configFile: string }> {
  const role =
    wanted ??
    (await questions.choose<InitRole>('What is this machine to be?', [
      { value: 'orchestrator', name: 'an orchestrator: transcodes for gateways and earns' },
      { value: 'gateway', name: 'a gateway: takes streams in, pays, plays out' },
    ]))
  const folder = resolve(
    given ?? (await questions.text('Folder for its settings and state', { initial: `./${role}` })),
  )
  const configFile = join(folder, 'config.json')
  if (existsSync(configFile))
    throw new FlagsError(`${configFile} is there already: start the node with it, or choose another folder.`)
  const dataDir = join(folder, 'data')
  await mkdir(dataDir, { recursive: true, mode: 0o700 })

  const { chain, rpcUrl, controller } = await askDeployment(questions)
  const { account, settings: key } = await askKey(questions, { folder, cost })
  const own = role === 'orchestrator' ? await askOrchestrator(questions) : await askGateway(questions)
  const settings = {
    ...{ dataDir, rpcUrls: [rpcUrl], ...(controller && { controller }) },
    ...{ ...key, ...own },
  }
  // Written before anything is paid: what follows can be done later by commands as well.
  await write(configFile, settings)
  const { address } = account
  const balances = await showBalances(questions, { chain, address })
  if (balances.etherWei === 0n) questions.say('  Nothing can be done on chain without ether.')
  else {
    await using steps = openChainSteps({ chain, account, dataDir }, questions)
    if (!(await chain.rounds.current()).isInitialized) await steps.offer('initialize-round', {})
    const context = { questions, chain, address, ...balances, steps }
    if (role === 'gateway') await offerFunding(context)
    else await write(configFile, { ...settings, ...(await offerRegistration(context, settings)) })
  }
  questions.say(
    `Settings are in ${configFile}.`,
    `Start the node with: millrace ${role} --config ${configFile}`,
  )
  return { role, configFile }
}

async function write(file: string, settings: object): Promise<void> {
  await writeFile(file, `${toJson(settings, { indent: 2 })}\n`, { mode: 0o600 })
}
