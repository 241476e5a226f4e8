/** What a value is once it went through JSON: amounts are decimal text. */
export type AsJson<T> = T extends bigint
  ? string
  : T extends readonly (infer Item)[]
    ? AsJson<Item>[]
    : T extends object
      ? { -readonly [Key in keyof T]: AsJson<T[Key]> }
      : T

/** Amounts become decimal text, for they outgrow a double; what is undefined is left out. */
export function asJson<T>(value: T): AsJson<T> {
  return JSON.parse(
    JSON.stringify(value, (_key, part) => (typeof part === 'bigint' ? part.toString() : part)),
  ) as AsJson<T>
}
