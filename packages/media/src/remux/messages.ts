/** Before each segment on the way to a remuxing process comes its length, as 4 bytes, big-endian. */
export const lengthBytes = 4
/** No recorded segment is larger. */
export const maxPieceBytes = 300_000_000
