import { answerOf, type OrchestratorComponents } from '@millrace/client/operator'
import { Command, InvalidArgumentError } from 'commander'
import { factLines } from '../../terminal/facts.ts'
import { priceWords } from '../../terminal/operator-words.ts'
import { type AccessFlags, nodeCommand, openNode, show, wrongRole } from './access.ts'

/** `millrace price`: what an orchestrator asks, and what a gateway pays at the most. */
export function priceCommand(): Command {
  return new Command('price')
    .description(
      'Shows and changes what a running orchestrator asks, or what a running gateway pays at the most. Sessions that run ' +
        'keep their price.',
    )
    .addCommand(
      nodeCommand('show')
        .description('Shows the prices of an orchestrator, or the cap of a gateway.')
        .action(showPrice),
      { isDefault: true },
    )
    .addCommand(
      nodeCommand('set')
        .description('An orchestrator asks another price, of all or of one gateway.')
        .argument('<wei>', 'wei a pixel, or for as many as --pixels says', amountOf)
        .option('--pixels <n>', 'pixels that it is asked for', amountOf, '1')
        .option('--gateway <address>', 'ask it of one gateway only')
        .action(setPrice),
    )
    .addCommand(
      nodeCommand('unset')
        .description('An orchestrator asks one gateway what it asks all.')
        .argument('<gateway>', 'address of the gateway')
        .action(unsetPrice),
    )
    .addCommand(
      nodeCommand('cap')
        .description('A gateway pays so much at the most.')
        .argument('<wei>', 'wei a pixel, or for as many as --pixels says; "none": any price', capOf)
        .option('--pixels <n>', 'pixels that it is paid for', amountOf, '1')
        .action(setCap),
    )
}

interface PriceFlags extends AccessFlags {
  readonly pixels: string
  readonly gateway?: string
}

async function showPrice(flags: AccessFlags): Promise<void> {
  const node = await openNode(flags)
  if (node.role === 'orchestrator')
    return printPrices(flags, await answerOf(node.client.GET('/api/v1/price')))
  if (node.role !== 'gateway') return wrongRole(node, 'price', 'an orchestrator or a gateway')
  printCap(flags, await answerOf(node.client.GET('/api/v1/price-cap')))
}

async function setPrice(wei: string, flags: PriceFlags): Promise<void> {
  const node = await openNode(flags)
  if (node.role !== 'orchestrator') return wrongRole(node, 'price to ask', 'an orchestrator')
  const { pixels, gateway } = flags
  const body = { wei, pixels }
  const call =
    gateway === undefined
      ? node.client.PUT('/api/v1/price', { body })
      : node.client.PUT('/api/v1/price/{gateway}', { params: { path: { gateway } }, body })
  printPrices(flags, await answerOf(call))
}

async function unsetPrice(gateway: string, flags: AccessFlags): Promise<void> {
  const node = await openNode(flags)
  if (node.role !== 'orchestrator') return wrongRole(node, 'price to ask', 'an orchestrator')
  const params = { path: { gateway } }
  printPrices(flags, await answerOf(node.client.DELETE('/api/v1/price/{gateway}', { params })))
}

async function setCap(wei: string, flags: PriceFlags): Promise<void> {
  const node = await openNode(flags)
  if (node.role !== 'gateway') return wrongRole(node, 'price cap', 'a gateway')
  const maxPricePerPixel = wei === 'none' ? null : { wei, pixels: flags.pixels }
  printCap(flags, await answerOf(node.client.PUT('/api/v1/price-cap', { body: { maxPricePerPixel } })))
}

function printPrices(flags: AccessFlags, prices: OrchestratorComponents['schemas']['Prices']): void {
  show(flags, prices, () =>
    factLines([
      ['asked', priceWords(prices.base)],
      ...Object.entries(prices.gateways).map(([gateway, price]) => [gateway, priceWords(price)] as const),
    ]),
  )
}

function printCap(
  flags: AccessFlags,
  cap: { readonly maxPricePerPixel: { readonly wei: string; readonly pixels: string } | null },
): void {
  const { maxPricePerPixel } = cap
  show(flags, cap, () =>
    factLines([['paid at the most', maxPricePerPixel ? priceWords(maxPricePerPixel) : 'any price']]),
  )
}

function amountOf(text: string): string {
  if (!/^\d{1,78}$/.test(text)) throw new InvalidArgumentError('It is no whole number.')
  return text
}

function capOf(text: string): string {
  return text === 'none' ? text : amountOf(text)
}
