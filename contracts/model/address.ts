/** 20 bytes in lower-case hex. */
export type Address = `0x${string}`

export const NOBODY: Address = `0x${'0'.repeat(40)}`
