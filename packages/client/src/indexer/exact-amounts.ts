/** An answer in which each amount is a `bigint`: `stakeWei: string` → `stakeWei: bigint`, however deep. */
export type Exact<T> = T extends readonly (infer Item)[]
  ? readonly Exact<Item>[]
  : T extends object
    ? { readonly [Key in keyof T]: Key extends `${string}Wei` ? ExactAmount<T[Key]> : Exact<T[Key]> }
    : T

type ExactAmount<T> = T extends string ? bigint : T

/**
 * Amounts travel as decimal text, in properties whose names end in `Wei`; here they become what can be calculated with.
 * @throws {SyntaxError} when such a property holds no whole number.
 */
export function exactAmounts<T>(answer: T): Exact<T> {
  return convert(answer) as Exact<T>
}

function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => [
      name,
      name.endsWith('Wei') && typeof part === 'string' ? BigInt(part) : convert(part),
    ]),
  )
}
