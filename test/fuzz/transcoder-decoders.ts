import { fromBinary } from '@bufbuild/protobuf'
import { ProfileRefusedError, SegmentDurationError, WireFormatError } from '@millrace/wire'
import { parseMediaType } from '../../packages/wire/src/codec/media-type.ts'
import { MultipartError, parseMultipart } from '../../packages/wire/src/codec/multipart.ts'
import { readNotice } from '../../packages/wire/src/codec/transcode-task.ts'
import {
  type NotifySegment,
  NotifySegmentSchema,
} from '../../packages/wire/src/generated/net/orchestrator_pb.ts'
import { grpcFrame, readGrpcFrame } from '../../packages/wire/src/server/grpc-reply.ts'
import { texts, wireMessages } from './corpora.ts'
import { type Decoder, fromText } from './decoder.ts'

const [first = new Uint8Array()] = wireMessages('NotifySegment')
const boundary = 'a-boundary'

function multipart(): Buffer[] {
  const part = (body: string) =>
    `--${boundary}\r\nContent-Type: video/mp2t\r\nContent-Length: ${body.length}\r\nPixels: 432000\r\n\r\n${body}\r\n`
  return texts(`${part('one rendition')}${part('another')}--${boundary}--\r\n`)
}

/** What does not decode at all is the decoder of messages' business. */
function readTask(input: Buffer): void {
  let notice: NotifySegment
  try {
    notice = fromBinary(NotifySegmentSchema, input)
  } catch {
    return
  }
  readNotice(notice)
}

export const transcoderDecoders: readonly Decoder[] = [
  {
    name: 'multipart result',
    covers: ['parseMultipart'],
    form: 'text',
    corpus: multipart,
    decode: (input) => parseMultipart(input, boundary),
    errors: [MultipartError],
  },
  {
    name: 'media type',
    covers: ['parseMediaType'],
    form: 'text',
    corpus: () =>
      texts('multipart/mixed; boundary=abc', 'video/mp2t; name="a \\" b"', 'livepeer/transcoding-error'),
    decode: fromText(parseMediaType),
    errors: [],
  },
  {
    name: 'notice to a transcoder',
    covers: ['readNotice'],
    form: 'protobuf',
    corpus: () => wireMessages('NotifySegment'),
    decode: readTask,
    errors: [WireFormatError, ProfileRefusedError, SegmentDurationError],
  },
  {
    name: 'gRPC frame',
    covers: ['readGrpcFrame'],
    form: 'bytes',
    corpus: () => [Buffer.from(grpcFrame(first))],
    decode: readGrpcFrame,
    errors: [],
  },
]
