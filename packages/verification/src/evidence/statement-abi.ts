import { parseAbiParameters } from 'viem'

/**
 * The statement as a contract takes it: `keccak256(abi.encode(evidence))` is the content address. Texts are bytes in
 * UTF-8; the numbers of a profile are those of `VideoProfile` on the wire. docs/evidence.md explains each field.
 */
export const statementAbi = parseAbiParameters([
  'Evidence evidence',
  'struct Evidence { uint256 version; uint256 chainId; address ticketBroker; uint64 recordedAtMs; address gateway; Order order; Session session; Result result; Verdict verdict; }',
  'struct Order { bytes manifestId; uint64 seqNo; bytes32 sourceHash; uint64 sourceByteLength; uint32 durationMs; uint64 fromMs; uint64 toMs; Profile[] profiles; bytes signature; }',
  'struct Profile { bytes name; uint32 width; uint32 height; uint32 bitrate; uint32 fps; uint32 fpsDen; uint8 format; uint8 encoderProfile; int32 gopMs; uint8 codec; uint8 quality; }',
  'struct Session { bytes sessionId; address recipient; uint64 validUntil; bytes authorization; bytes32 recipientRandHash; uint128 weiPerUnit; uint128 pixelsPerUnit; }',
  'struct Result { address signer; Rendition[] renditions; bytes signature; }',
  'struct Rendition { bytes32 hash; uint64 byteLength; uint64 pixels; }',
  'struct Verdict { bool usedReference; Reason[] reasons; Score[] scores; }',
  'struct Reason { uint8 rendition; bytes code; uint8 severity; bytes message; }',
  'struct Score { uint8 rendition; bytes name; int64 micros; }',
])
