import { answerOf, type GatewayComponents, type OperatorClient } from '@millrace/client/operator'
import { Command, InvalidArgumentError } from 'commander'
import { factLines } from '../../terminal/facts.ts'
import { timeWords } from '../../terminal/operator-words.ts'
import { left, right, tableLines } from '../../terminal/table.ts'
import { type AccessFlags, nodeCommand, openNode, show, wrongRole } from './access.ts'

/** `millrace streams`: what a gateway carries, and the keys that encoders publish with. */
export function streamsCommand(): Command {
  return new Command('streams')
    .description('Shows the streams of a running gateway, and makes, rotates and revokes their keys.')
    .addCommand(nodeCommand('list').description('Lists streams.').action(listStreams), { isDefault: true })
    .addCommand(
      nodeCommand('keys').description('Lists the keys of streams, without showing any.').action(listKeys),
    )
    .addCommand(
      nodeCommand('create-key')
        .description('Makes a key for a stream and shows it, this one time.')
        .argument('<stream>')
        .action(createKey),
    )
    .addCommand(
      nodeCommand('rotate-key')
        .description('Makes a new key for a stream; the old ones hold on for the grace time.')
        .argument('<stream>')
        .option('--grace-seconds <n>', 'how long the old keys still work', secondsOf, 0)
        .action(rotateKey),
    )
    .addCommand(
      nodeCommand('revoke-key')
        .description('Takes away all keys of a stream, or one; its encoder is sent away.')
        .argument('<stream>')
        .argument('[key-id]')
        .action(revokeKey),
    )
}

async function openGateway(flags: AccessFlags): Promise<OperatorClient<'gateway'>> {
  const node = await openNode(flags)
  return node.role === 'gateway' ? node.client : wrongRole(node, 'streams of its own', 'a gateway')
}

async function listStreams(flags: AccessFlags): Promise<void> {
  const client = await openGateway(flags)
  const answer = await answerOf(client.GET('/api/v1/streams'))
  show(flags, answer, () =>
    tableLines({
      columns: [
        left('stream'),
        left('state'),
        left('source'),
        right('segments'),
        right('lost'),
        right('latency'),
        left('why'),
      ],
      rows: answer.streams.map((stream) => [
        stream.id,
        stream.state,
        stream.source ? `${stream.source.widthPx}×${stream.source.heightPx}` : '–',
        `${stream.segmentsOut}/${stream.segmentsIn}`,
        String(stream.segmentsLost),
        stream.medianLatencyMs === undefined ? '–' : `${Math.round(stream.medianLatencyMs)} ms`,
        stream.reason ?? '',
      ]),
    }),
  )
}

async function listKeys(flags: AccessFlags): Promise<void> {
  const client = await openGateway(flags)
  printKeys(flags, await answerOf(client.GET('/api/v1/stream-keys')))
}

async function createKey(stream: string, flags: AccessFlags): Promise<void> {
  const client = await openGateway(flags)
  printNewKey(
    flags,
    await answerOf(client.POST('/api/v1/stream-keys/{stream}', { params: { path: { stream } } })),
  )
}

async function rotateKey(stream: string, flags: AccessFlags & { graceSeconds: number }): Promise<void> {
  const client = await openGateway(flags)
  const { graceSeconds } = flags
  const init = { params: { path: { stream } }, body: { graceSeconds } }
  printNewKey(flags, await answerOf(client.POST('/api/v1/stream-keys/{stream}/rotate', init)))
}

async function revokeKey(stream: string, keyId: string | undefined, flags: AccessFlags): Promise<void> {
  const client = await openGateway(flags)
  const call =
    keyId === undefined
      ? client.DELETE('/api/v1/stream-keys/{stream}', { params: { path: { stream } } })
      : client.DELETE('/api/v1/stream-keys/{stream}/{keyId}', { params: { path: { stream, keyId } } })
  printKeys(flags, await answerOf(call))
}

function printNewKey(flags: AccessFlags, answer: GatewayComponents['schemas']['NewStreamKey']): void {
  show(flags, answer, () =>
    factLines([
      ['stream', answer.streamId],
      ['key', answer.key],
    ]),
  )
}

function printKeys(
  flags: AccessFlags,
  answer: { readonly keys: readonly GatewayComponents['schemas']['StreamKey'][] },
): void {
  show(flags, answer, () =>
    tableLines({
      columns: [left('key'), left('stream'), left('made'), left('until')],
      rows: answer.keys.map(({ keyId, streamId, createdAtMs, validUntilMs }) => [
        keyId,
        streamId,
        timeWords(createdAtMs),
        validUntilMs === undefined ? 'revoked' : timeWords(validUntilMs),
      ]),
    }),
  )
}

function secondsOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('It is no whole number of seconds.')
  return Number(text)
}
