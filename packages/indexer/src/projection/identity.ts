import type { identityRegistryAbi } from '@millrace/abi'
import { nameSkeleton } from '@millrace/common/identity'
import type { Handlers } from './handlers.ts'
import { printable } from './printable.ts'
import { happen } from './scope.ts'

/** Keys as EIP-634 has them; whatever else somebody writes is an event and no record of a profile. */
const keyForm = /^[a-z\d-]+(?:\.[a-z\d-]+)*$/

export const identityRegistryHandlers: Handlers<typeof identityRegistryAbi> = {
  TextChanged: (scope, { account, key, value }) => {
    if (!keyForm.test(key)) return
    const { profileText } = scope.ledger.tables
    const { blockNumber } = scope.at
    const skeleton = key === 'name' ? nameSkeleton(value) : null
    if (value === '') profileText.delete(account, key)
    else profileText.set({ account, key, value: printable(value), skeleton, blockNumber })
    happen(scope, 'profile-changed', { subject: account, key })
  },
  AccountsLinked: (scope, { main, linked }) => {
    scope.ledger.tables.accountLink.set({ linked, main, blockNumber: scope.at.blockNumber })
    happen(scope, 'accounts-linked', { subject: main, linked })
  },
  AccountsUnlinked: (scope, { main, linked, by }) => {
    scope.ledger.tables.accountLink.delete(linked)
    happen(scope, 'accounts-unlinked', { subject: main, linked, by })
  },
}
