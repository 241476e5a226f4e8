import type { tokenAbi } from '@millrace/abi'
import { type Hex, zeroAddress } from '@millrace/crypto'
import type { Ledger } from '../ledger/ledger.ts'
import type { Handlers } from './handlers.ts'
import { changeProtocol } from './scope.ts'

export const tokenHandlers: Handlers<typeof tokenAbi> = {
  Transfer: ({ ledger }, { from, to, value }) => {
    if (from === zeroAddress) addSupply(ledger, value)
    else addBalance(ledger, from, -value)
    if (to === zeroAddress) addSupply(ledger, -value)
    else addBalance(ledger, to, value)
  },
}

function addSupply(ledger: Ledger, amountWei: bigint): void {
  changeProtocol(ledger, (row) => ({ totalSupplyWei: row.totalSupplyWei + amountWei }))
}

function addBalance({ tables }: Ledger, address: Hex, amountWei: bigint): void {
  if (amountWei === 0n) return
  const balanceWei = (tables.tokenHolder.get(address)?.balanceWei ?? 0n) + amountWei
  tables.tokenHolder.set({ address, balanceWei })
}
