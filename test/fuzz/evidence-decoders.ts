import { decodeStatement } from '../../packages/verification/src/evidence/decode-statement.ts'
import { decodeEvidence, EvidenceError } from '../../packages/verification/src/evidence/index.ts'
import vector from '../../vectors/evidence.json' with { type: 'json' }
import type { Decoder } from './decoder.ts'

const bytesOf = (hex: string) => [Buffer.from(hex.slice(2), 'hex')]

export const evidenceDecoders: readonly Decoder[] = [
  {
    name: 'evidence of a bad result',
    covers: ['decodeEvidence'],
    form: 'bytes',
    corpus: () => bytesOf(vector.file),
    decode: decodeEvidence,
    errors: [EvidenceError],
  },
  {
    // Its address keeps most changes from getting here.
    name: 'statement of evidence',
    covers: ['decodeStatement'],
    form: 'bytes',
    corpus: () => bytesOf(vector.statement),
    decode: decodeStatement,
    errors: [EvidenceError],
  },
]
