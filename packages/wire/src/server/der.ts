/** As much of DER (ITU-T X.690) as it takes to write a certificate. */
type Bytes = Uint8Array

const concat = (parts: readonly Bytes[]): Bytes => new Uint8Array(Buffer.concat(parts))

/** Tag, length, value. */
export function der(tag: number, ...content: readonly Bytes[]): Bytes {
  const body = concat(content)
  const length = body.length < 0x80 ? [body.length] : [0x82, body.length >> 8, body.length & 0xff]
  if (body.length > 0xffff) throw new Error('A certificate field is longer than 65,535 bytes.')
  return concat([Uint8Array.of(tag, ...length), body])
}

export const sequence = (...items: readonly Bytes[]): Bytes => der(0x30, ...items)
export const set = (...items: readonly Bytes[]): Bytes => der(0x31, ...items)
export const explicit = (number: number, ...items: readonly Bytes[]): Bytes => der(0xa0 | number, ...items)
export const octetString = (content: Bytes): Bytes => der(0x04, content)
export const utf8String = (text: string): Bytes => der(0x0c, new TextEncoder().encode(text))
export const bool = (value: boolean): Bytes => der(0x01, Uint8Array.of(value ? 0xff : 0))

/** `unusedBits` counts the bits at the end of the last byte that do not belong to the string. */
export const bitString = (content: Bytes, unusedBits = 0): Bytes =>
  der(0x03, Uint8Array.of(unusedBits), content)

/** An unsigned big-endian number. */
export function integer(magnitude: Bytes): Bytes {
  const start = magnitude.findIndex((byte) => byte !== 0)
  const digits = start === -1 ? Uint8Array.of(0) : magnitude.subarray(start)
  return (digits[0] ?? 0) >= 0x80 ? der(0x02, Uint8Array.of(0), digits) : der(0x02, digits)
}

/** An object identifier in dotted form. */
export function objectIdentifier(dotted: string): Bytes {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  return der(0x06, Uint8Array.from([first * 40 + second, ...rest.flatMap(base128)]))
}

function base128(value: number): number[] {
  const digits = [value & 0x7f]
  for (let rest = Math.floor(value / 128); rest > 0; rest = Math.floor(rest / 128))
    digits.unshift((rest & 0x7f) | 0x80)
  return digits
}

/** A moment as YYYYMMDDHHMMSSZ, or YYMMDDHHMMSSZ before 2050 as RFC 5280 4.1.2.5 asks for. */
export function time(moment: Date): Bytes {
  const digits = `${moment.toISOString().replace(/[-:T]/g, '').slice(0, 14)}Z`
  const isShort = moment.getUTCFullYear() < 2050
  return der(isShort ? 0x17 : 0x18, new TextEncoder().encode(isShort ? digits.slice(2) : digits))
}
