import type { Decoder } from './decoder.ts'
import { evidenceDecoders } from './evidence-decoders.ts'
import { gatewayDecoders } from './gateway-decoders.ts'
import { indexerDecoders } from './indexer-decoders.ts'
import { mediaDecoders } from './media-decoders.ts'
import { transcoderDecoders } from './transcoder-decoders.ts'
import { wireDecoders } from './wire-decoders.ts'

/** Every decoder of what strangers send. */
export const decoders: readonly Decoder[] = [
  ...wireDecoders,
  ...evidenceDecoders,
  ...transcoderDecoders,
  ...mediaDecoders,
  ...gatewayDecoders,
  ...indexerDecoders,
]

/** Exported functions with such a name that read something else, each with what that is. */
export const notFromStrangers: Readonly<Record<string, string>> = {
  readConsent: 'a file that the operator names',
  readProfile: 'asks the chain, and shows what it says as text',
  readIdentityNonce: 'asks the chain',
  readProtocol: 'the contracts of a chain',
  readRound: 'the contracts of a chain',
  readStakes: 'the contracts of a chain',
  readOperatorStatus: 'a node of the same supervisor, parsed by a schema',
  decodeFailure: 'what the RPC library throws',
  decodeVideo: 'FFmpeg’s decoder, in a child process that may die',
  decodePictures: 'FFmpeg’s decoder, in a child process that may die',
  readTimes: 'FFmpeg’s demuxer, in a child process that may die',
  readFromMemory: 'a buffer, without a look at it',
  readClipFacts: 'a file of the operator',
  readSegments: 'a file of the caller, in a child process that may die',
  readLadder: 'settings, by parseRenditions',
  readRecording: 'the gateway’s own object store, parsed by a schema',
  readBody: 'bytes of a request, without a look at them',
  readResponse: 'bytes of a response, without a look at them',
  readAuthorization: 'a file of the operator, parsed by a schema',
  readSecretFile: 'a file of the operator',
  readStreamKeyFile: 'a file of the operator, parsed by a schema',
  readArchive: 'a backup of the operator',
  decodeTerms: 'the gateway’s own database, by readOrchestratorInfo',
  parseCommandLine: 'flags of the operator',
  parseEtherAmount: 'flags of the operator',
  parseTokenAmount: 'flags of the operator',
  parsePercent: 'flags of the operator',
  readPassword: 'a file or the terminal of the operator',
  readSecretText: 'a file of the operator',
  readPrivateKey: 'a file of the operator',
  readOperatorFile: 'a file of the operator, parsed by a schema',
  readTokenFile: 'a file of the operator, parsed by a schema',
  readIfThere: 'a file of the operator, without a look at it',
  readEvents: 'the contracts of a chain',
  readPriceFeed: 'the contracts of a chain',
  readFacts: 'the contracts of a chain',
  readParameter: 'the contracts of a chain',
  readCheckpoint: 'the indexer’s own database',
  readEarnings: 'the indexer’s own database',
  readOverview: 'the indexer’s own database',
  readToldBlocks: 'the indexer’s own database',
  readPage: 'the indexer’s own database, by a query that readListQuery checked',
  readTestLadders: 'settings of the tester, by a schema',
  readResultPage: 'the tester’s own database, by a query that a schema checked',
  readWaveFacts: 'the contracts of a chain',
  readSettings: 'settings of the caller, by a schema',
  readLogLines: 'logs of the operator, without a look at the lines',
}
