/**
 * An exact rational number: expected values are faceValue·winProb / (2^256 − 1) wei, and sums of them must not drift.
 * Not kept reduced, since sums over one denominator need no greatest common divisor; compare with methods, not fields.
 */
export class Fraction {
  static readonly zero = new Fraction(0n, 1n)

  readonly numerator: bigint
  /** Always positive. */
  readonly denominator: bigint

  private constructor(numerator: bigint, denominator: bigint) {
    this.numerator = numerator
    this.denominator = denominator
  }

  /** @throws {RangeError} when the denominator is zero */
  static of(numerator: bigint, denominator = 1n): Fraction {
    if (denominator === 0n) throw new RangeError('A fraction has no zero below the line.')
    return denominator < 0n ? new Fraction(-numerator, -denominator) : new Fraction(numerator, denominator)
  }

  plus(other: Fraction): Fraction {
    const a = this.denominator
    const b = other.denominator
    if (a === b) return new Fraction(this.numerator + other.numerator, a)
    // Balances mix one price with one expected value for hours: keep their common denominator as it is.
    if (a % b === 0n) return new Fraction(this.numerator + other.numerator * (a / b), a)
    if (b % a === 0n) return new Fraction(this.numerator * (b / a) + other.numerator, b)
    return new Fraction(this.numerator * b + other.numerator * a, a * b).reduced()
  }

  minus(other: Fraction): Fraction {
    return this.plus(other.negated())
  }

  negated(): Fraction {
    return new Fraction(-this.numerator, this.denominator)
  }

  times(other: Fraction | bigint): Fraction {
    if (typeof other === 'bigint') return new Fraction(this.numerator * other, this.denominator)
    return new Fraction(this.numerator * other.numerator, this.denominator * other.denominator)
  }

  /** @throws {RangeError} when the divisor is zero */
  dividedBy(other: Fraction): Fraction {
    return Fraction.of(this.numerator * other.denominator, this.denominator * other.numerator)
  }

  /** Below zero when this is the smaller one, zero when equal, above when it is the larger one. */
  compare(other: Fraction): -1 | 0 | 1 {
    const left = this.numerator * other.denominator
    const right = other.numerator * this.denominator
    return left < right ? -1 : left > right ? 1 : 0
  }

  equals(other: Fraction): boolean {
    return this.compare(other) === 0
  }

  isLessThan(other: Fraction): boolean {
    return this.compare(other) < 0
  }

  isZero(): boolean {
    return this.numerator === 0n
  }

  isNegative(): boolean {
    return this.numerator < 0n
  }

  isPositive(): boolean {
    return this.numerator > 0n
  }

  /** The largest integer not above it. */
  floor(): bigint {
    const quotient = this.numerator / this.denominator
    return this.numerator < 0n && quotient * this.denominator !== this.numerator ? quotient - 1n : quotient
  }

  /** The smallest integer not below it. */
  ceil(): bigint {
    return -this.negated().floor()
  }

  /** The same number in lowest terms. */
  reduced(): Fraction {
    const divisor = greatestCommonDivisor(this.numerator, this.denominator)
    return divisor === 1n ? this : new Fraction(this.numerator / divisor, this.denominator / divisor)
  }

  /** For people and graphs only; money is never computed from it. */
  toNumber(): number {
    const { numerator, denominator } = this.reduced()
    const whole = numerator / denominator
    const rest = numerator % denominator
    return Number(whole) + Number((rest * 1_000_000_000n) / denominator) / 1e9
  }

  toString(): string {
    const { numerator, denominator } = this.reduced()
    return denominator === 1n ? String(numerator) : `${numerator}/${denominator}`
  }
}

export function maxFraction(a: Fraction, b: Fraction): Fraction {
  return a.isLessThan(b) ? b : a
}

function greatestCommonDivisor(a: bigint, b: bigint): bigint {
  let x = a < 0n ? -a : a
  let y = b < 0n ? -b : b
  while (y !== 0n) [x, y] = [y, x % y]
  return x
}
