import {
  create,
  type DescMessage,
  type DescMethodServerStreaming,
  type DescMethodUnary,
  type MessageInitShape,
  type MessageShape,
  toBinary,
} from '@bufbuild/protobuf'
import { Code, ConnectError } from '@connectrpc/connect'
import { decodeMessage } from '../codec/headers.ts'
import type { CallContext } from './handlers.ts'

/** Who calls, and with what headers. */
export interface GrpcCall extends CallContext {
  /** The only value of a header. */
  readonly header: (name: string) => string | undefined
}

/** One method of a service, behind its frames. */
export type GrpcMethod = {
  /** As requests have it, e.g. `/net.Orchestrator/Ping`. */
  readonly path: string
  readonly name: string
} & (
  | {
      readonly kind: 'unary'
      readonly answer: (message: Uint8Array, call: GrpcCall) => Promise<Uint8Array>
    }
  | {
      readonly kind: 'stream'
      readonly answer: (message: Uint8Array, call: GrpcCall) => AsyncIterable<Uint8Array>
    }
)

/**
 * A method with one answer.
 * @param answer - throws a `ConnectError` with what the caller is told.
 */
export function unaryMethod<Input extends DescMessage, Output extends DescMessage>(
  method: DescMethodUnary<Input, Output>,
  answer: (message: MessageShape<Input>, call: GrpcCall) => Promise<MessageInitShape<Output>>,
): GrpcMethod {
  return {
    ...nameOf(method),
    kind: 'unary',
    answer: async (bytes, call) => encode(method.output, await answer(decode(method.input, bytes), call)),
  }
}

/** A method with any number of answers. See {@link unaryMethod}. */
export function streamMethod<Input extends DescMessage, Output extends DescMessage>(
  method: DescMethodServerStreaming<Input, Output>,
  answer: (message: MessageShape<Input>, call: GrpcCall) => AsyncIterable<MessageInitShape<Output>>,
): GrpcMethod {
  return {
    ...nameOf(method),
    kind: 'stream',
    async *answer(bytes, call) {
      for await (const message of answer(decode(method.input, bytes), call))
        yield encode(method.output, message)
    },
  }
}

function nameOf({ parent, name }: { parent: { typeName: string }; name: string }) {
  return { path: `/${parent.typeName}/${name}`, name }
}

function decode<Desc extends DescMessage>(schema: Desc, bytes: Uint8Array): MessageShape<Desc> {
  try {
    return decodeMessage(schema, bytes)
  } catch (cause) {
    throw new ConnectError('the message does not decode', Code.InvalidArgument, undefined, undefined, cause)
  }
}

function encode<Desc extends DescMessage>(schema: Desc, message: MessageInitShape<Desc>): Uint8Array {
  return toBinary(schema, create(schema, message))
}
