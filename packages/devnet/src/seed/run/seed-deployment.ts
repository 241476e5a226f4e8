import type { ProtocolAddresses } from '@millrace/abi'

/** The contracts that a history is played on. A deployment without a treasury or polls has none in its history. */
export type SeedDeployment = Omit<ProtocolAddresses, 'multicall3'>
