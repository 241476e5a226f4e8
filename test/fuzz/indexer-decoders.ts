import { InvalidQueryError } from '../../packages/indexer/src/api/errors.ts'
import { readListQuery } from '../../packages/indexer/src/api/list.ts'
import { seriesLists } from '../../packages/indexer/src/api/series-lists.ts'
import { ChainAnswerError } from '../../packages/indexer/src/errors.ts'
import { parseHeader, parseLogs } from '../../packages/indexer/src/source/raw-block.ts'
import * as corpora from './corpora.ts'
import { type Decoder, fromJson, fromText } from './decoder.ts'

const hash = `0x${'1'.repeat(64)}`
const header = {
  ...{ number: '0x10', hash, parentHash: hash, timestamp: '0x6553f100' },
  ...{ logsBloom: `0x${'0'.repeat(512)}`, l1BlockNumber: '0x8' },
}
const log = {
  ...{ address: `0x${'2'.repeat(40)}`, topics: [hash], data: '0x', blockNumber: '0x10', blockHash: hash },
  ...{ transactionHash: hash, logIndex: '0x0', removed: false },
}
const cursor = (values: readonly string[]) => Buffer.from(JSON.stringify(values)).toString('base64url')
const [list] = seriesLists({ weiPerPixel: 1, pixelsPerMinute: 1 })

export const indexerDecoders: readonly Decoder[] = [
  {
    name: 'header of a block',
    covers: ['parseHeader'],
    form: 'text',
    corpus: () => corpora.texts(JSON.stringify(header)),
    decode: fromJson((value) => parseHeader(value, 'l1-header')),
    errors: [ChainAnswerError],
  },
  {
    name: 'logs of blocks',
    covers: ['parseLogs'],
    form: 'text',
    corpus: () => corpora.texts(JSON.stringify([log, { ...log, logIndex: '0x1', topics: [] }])),
    decode: fromJson(parseLogs),
    errors: [ChainAnswerError],
  },
  {
    name: 'cursor of a list',
    covers: ['readListQuery'],
    form: 'text',
    corpus: () => corpora.texts(cursor(['12']), cursor(['0'])),
    decode: fromText(
      (text) => list && readListQuery(list, { sort: 'round', order: 'desc', limit: 5, cursor: text }),
    ),
    errors: [InvalidQueryError],
  },
]
