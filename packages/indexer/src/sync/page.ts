import type { Hex } from '@millrace/crypto'
import type { ContractRow } from '../ledger/ledger.ts'
import type { WatchedContract } from '../projection/event.ts'
import type { EventToApply } from '../projection/projection.ts'
import { watchedContractOf } from '../projection/registry.ts'
import type { BlockRange, BlockRpc, BlockSource } from '../source/block-source.ts'
import { EventDecoder } from '../source/event-decoder.ts'
import { readParameter } from '../source/parameter-reader.ts'
import type { Header } from '../source/raw-block.ts'

export interface DecodedLog {
  readonly event: EventToApply
  /** Addresses among the event's arguments. */
  readonly accounts: readonly Hex[]
}

export interface DecodedBlock {
  readonly header: Header
  readonly logs: readonly DecodedLog[]
}

/** Blocks of a range, decoded and ready to be applied. */
export interface Page {
  readonly range: BlockRange
  readonly blocks: readonly DecodedBlock[]
  readonly events: number
  /** The contracts that were watched. */
  readonly watched: ReadonlyMap<Hex, Pick<ContractRow, 'name' | 'sinceBlock'>>
}

export type Watched = Page['watched']

/** Reads pages, and finds the contracts that events of the page itself tell of. */
export class PageReader {
  readonly #source: BlockSource
  readonly #rpc: BlockRpc
  readonly #decoders = new Map<string, EventDecoder>()

  constructor({ source, rpc }: { source: BlockSource; rpc: BlockRpc }) {
    this.#source = source
    this.#rpc = rpc
  }

  async read(
    range: BlockRange,
    { watched, isLinked }: { readonly watched: Watched; readonly isLinked: boolean },
  ): Promise<Page> {
    const known = new Map(watched)
    for (;;) {
      const addresses = new Set(known.keys())
      const blocks = await this.#source.read(range, { addresses, isLinked })
      const decoded = blocks.map(({ header, logs }) => ({
        header,
        logs: logs.flatMap((log) => {
          const contract = known.get(log.address)
          // What a contract did before the Controller knew it is not the protocol's.
          if (!contract || log.blockNumber < contract.sinceBlock) return []
          const name = contract.name as WatchedContract
          const event = this.#decoderOf(name).decode(log)
          if (!event) return []
          const { blockNumber, logIndex, txHash, address } = log
          const { time, protocolBlock } = header
          const at = { blockNumber, protocolBlock, logIndex, txHash, address, time }
          return [
            {
              event: { contract: name, name: event.name, args: event.args, ...at },
              accounts: event.accounts,
            },
          ]
        }),
      }))
      const found = discover(decoded, known)
      if (found.length === 0)
        return { range, blocks: await this.#withParameters(decoded), events: count(decoded), watched: known }
      for (const { address, name, sinceBlock } of found) known.set(address, { name, sinceBlock })
    }
  }

  #decoderOf(contract: WatchedContract): EventDecoder {
    const known = this.#decoders.get(contract)
    if (known) return known
    const decoder = new EventDecoder(contract)
    this.#decoders.set(contract, decoder)
    return decoder
  }

  async #withParameters(blocks: readonly DecodedBlock[]): Promise<readonly DecodedBlock[]> {
    return Promise.all(
      blocks.map(async (block) => {
        if (!block.logs.some(({ event }) => event.name === 'ParameterUpdate')) return block
        return { ...block, logs: await Promise.all(block.logs.map((log) => this.#withParameter(log))) }
      }),
    )
  }

  async #withParameter(log: DecodedLog): Promise<DecodedLog> {
    const { contract, address, name, args, blockNumber } = log.event
    if (name !== 'ParameterUpdate') return log
    const place = { contract, address, parameter: String(args['param']), blockNumber }
    const parameterValue = await readParameter(place, this.#rpc)
    return { ...log, event: { ...log.event, parameterValue } }
  }
}

/** Contracts that the Controller registers and polls that are made in these blocks, as far as they are new. */
function discover(blocks: readonly DecodedBlock[], known: Watched): readonly ContractRow[] {
  const found = new Map<Hex, ContractRow>()
  for (const { event } of blocks.flatMap(({ logs }) => logs)) {
    const contract = contractToldBy(event)
    if (contract && !known.has(contract.address) && !found.has(contract.address))
      found.set(contract.address, contract)
  }
  return [...found.values()]
}

function contractToldBy({ contract, name, args, blockNumber }: EventToApply): ContractRow | undefined {
  if (contract === 'pollCreator' && name === 'PollCreated')
    return { address: args['poll'] as Hex, name: 'poll', sinceBlock: blockNumber }
  if (contract !== 'controller' || name !== 'SetContractInfo') return undefined
  const registered = watchedContractOf(args['id'] as Hex)
  return registered && { address: args['contractAddress'] as Hex, name: registered, sinceBlock: blockNumber }
}

function count(blocks: readonly DecodedBlock[]): number {
  return blocks.reduce((sum, { logs }) => sum + logs.length, 0)
}
