export type Hex = `0x${string}`
export type Address = `0x${string}`

/** Stands for "no account" off chain. */
export const zeroAddress: Address = '0x0000000000000000000000000000000000000000'
