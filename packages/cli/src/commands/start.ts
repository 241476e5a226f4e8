import { Emitter, loadConfig, settingFromText } from '@millrace/common'
import type { CheatFacts, DevnetSettings, NetworkEvents, NetworkParts } from '@millrace/devnet'
import { devnetSettingsSchema } from '@millrace/devnet/settings'
import { Command } from 'commander'
import { interruptSignal, pagesDir, toJson } from './shared.ts'

interface StartFlags {
  readonly config?: string
  readonly json?: true
  readonly [setting: string]: unknown
}

/** `millrace start`: the whole network on this machine, until ctrl-c. */
export function startCommand(): Command {
  const command = new Command('start')
    .description(
      'Runs a whole network on this machine: chain, contracts, gateway, orchestrators, a live stream and pages. Ctrl-c stops it; the next start goes on.',
    )
    .option('--config <file>', 'settings as JSON, with the names below in camelCase')
    .option('--json', 'print an event a line as JSON instead of the table')
  for (const [name, schema] of Object.entries(devnetSettingsSchema.shape)) {
    const flag = `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`
    const isSwitch = name === 'clock'
    command.option(isSwitch ? flag : `${flag} <value>`, schema.description ?? '')
  }
  return command.action(runStart)
}

async function runStart({ config, json, ...flags }: StartFlags): Promise<void> {
  const settings = loadConfig(devnetSettingsSchema, {
    file: config,
    env: process.env,
    flags: fromText(flags),
  })
  const events = new Emitter<NetworkEvents>()
  const signal = interruptSignal()
  // Loaded only now: other commands need neither network nor table.
  const { Network } = await import('@millrace/devnet')
  const screen = json ? jsonScreen(events) : await liveScreen(events)
  const network = await Network.create(settings, { pagesDir, events }, signal)
  screen.opened(network.parts, settings)
  await aborted(signal)
  screen.closing()
  await network.close()
}

function fromText(flags: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(flags).map(([name, value]) => [
      name,
      typeof value === 'string' ? settingFromText(value) : value,
    ]),
  )
}

function aborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve()
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}

interface ScreenOf {
  opened(parts: NetworkParts, settings: DevnetSettings): void
  closing(): void
}

function jsonScreen(events: Emitter<NetworkEvents>): ScreenOf {
  const print = (event: string, data: object) =>
    process.stdout.write(`${toJson({ event, at: Date.now(), ...data })}\n`)
  events.on('step', (step) => print('step', { step }))
  events.on('role', (role) => print('role', role))
  events.on('status', ({ name, data }) => print(name, { data }))
  events.on('view', (view) => print('network', { round: view.round, orchestrators: view.orchestrators }))
  return {
    opened: ({ explorerUrl, gatewayUrl, rtmpUrl, rpcUrl, streamKey, addresses, cheats }) =>
      print('ready', { explorerUrl, gatewayUrl, rtmpUrl, rpcUrl, streamKey, addresses, cheats }),
    closing: () => print('stopping', {}),
  }
}

function cheatWords({ address, cheat, afterSegments, share }: CheatFacts): string {
  const which = share === 1 ? 'every segment' : `${Math.round(share * 100)} % of the segments`
  const since = afterSegments === 0 ? '' : `, after ${afterSegments} honest ones`
  return `${cheat.name}, ${which}${since}, by ${address}`
}

async function liveScreen(events: Emitter<NetworkEvents>): Promise<ScreenOf> {
  const { openLiveView } = await import('../terminal/live-view.ts')
  const stopSteps = events.on('step', (step) => void process.stdout.write(`millrace: starting ${step} …\n`))
  let close: (() => void) | undefined
  return {
    opened: ({ explorerUrl, gatewayUrl, rtmpUrl, rpcUrl, streamKey, cheats }, { dataDir }) => {
      stopSteps()
      const view = openLiveView({
        lines: [
          { label: 'watch', value: explorerUrl },
          { label: 'push your own', value: `${rtmpUrl}  stream key ${streamKey}` },
          { label: 'gateway', value: gatewayUrl },
          { label: 'chain', value: rpcUrl },
          { label: 'data, logs', value: dataDir },
          ...cheats.map((cheat) => ({ label: `cheat ${cheat.orchestrator}`, value: cheatWords(cheat) })),
        ],
      })
      events.on('view', (shown) => view.show(shown))
      events.on('role', ({ role, state, reason }) =>
        view.note(`${role} ${state}${reason === undefined ? '' : `: ${reason}`}`),
      )
      close = view.close
    },
    closing: () => {
      close?.()
      process.stdout.write('millrace: stopping …\n')
    },
  }
}
