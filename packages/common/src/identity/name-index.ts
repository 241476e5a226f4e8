import { nameSkeleton } from './skeleton.ts'

/** A name, and whose it is. */
export interface NamedAccount {
  readonly address: string
  readonly name: string
  /** The account that this one is linked to: accounts of one owner may look alike. */
  readonly main?: string | undefined
}

/** Finds names that can be taken for each other. */
export class NameIndex {
  readonly #bySkeleton = new Map<string, NamedAccount[]>()

  /** @param accounts nameless ones are left out, since nothing looks like them */
  constructor(accounts: Iterable<NamedAccount>) {
    for (const account of accounts) {
      const skeleton = nameSkeleton(account.name)
      if (skeleton === '') continue
      const same = this.#bySkeleton.get(skeleton)
      if (same) same.push(account)
      else this.#bySkeleton.set(skeleton, [account])
    }
  }

  /** @returns accounts of other owners whose names look like this one's, in the order in which they were given */
  lookAlikes(account: NamedAccount): readonly NamedAccount[] {
    const skeleton = nameSkeleton(account.name)
    const owner = ownerOf(account)
    return (this.#bySkeleton.get(skeleton) ?? []).filter((other) => ownerOf(other) !== owner)
  }
}

function ownerOf({ address, main = address }: NamedAccount): string {
  return main.toLowerCase()
}
