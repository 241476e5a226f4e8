import type { AnswerOf } from '../api/indexer.ts'

/** What an account says of itself, with what else is known of its name. */
export type Profile = AnswerOf<'/v1/profiles'>['items'][number]

/** So many accounts the indexer tells of at once. */
const mostAtOnce = 100

interface Question {
  readonly address: string
  readonly answer: (profile: Profile) => void
  readonly fail: (reason: unknown) => void
}

/** Asks for the profiles of a page together: all that are wanted within one turn of the event loop share a question. */
export class ProfileLoader {
  readonly #ask: (addresses: readonly string[]) => Promise<readonly Profile[]>
  #waiting: Question[] = []

  /** @param ask answers in any order; at most a hundred addresses a time, each once, in lower case */
  constructor(ask: (addresses: readonly string[]) => Promise<readonly Profile[]>) {
    this.#ask = ask
  }

  /** @throws what asking throws, or an Error when the answer leaves this account out. */
  load(address: string): Promise<Profile> {
    return new Promise((answer, fail) => {
      if (this.#waiting.length === 0) setTimeout(() => this.#askAll())
      this.#waiting.push({ address: address.toLowerCase(), answer, fail })
    })
  }

  #askAll(): void {
    const questions = this.#waiting
    this.#waiting = []
    const addresses = [...new Set(questions.map(({ address }) => address))]
    for (let from = 0; from < addresses.length; from += mostAtOnce) {
      const some = new Set(addresses.slice(from, from + mostAtOnce))
      void this.#askSome(
        [...some],
        questions.filter(({ address }) => some.has(address)),
      )
    }
  }

  async #askSome(addresses: readonly string[], questions: readonly Question[]): Promise<void> {
    try {
      const profiles = new Map((await this.#ask(addresses)).map((profile) => [profile.address, profile]))
      for (const { address, answer, fail } of questions) {
        const profile = profiles.get(address)
        if (profile) answer(profile)
        else fail(new Error(`The indexer left ${address} out of its answer.`))
      }
    } catch (reason) {
      for (const { fail } of questions) fail(reason)
    }
  }
}
