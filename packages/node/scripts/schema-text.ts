/** The parts of JSON Schema that the descriptions use. */
export interface JsonSchema {
  readonly $ref?: string
  readonly type?: string | readonly string[]
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly default?: unknown
  readonly items?: JsonSchema
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: JsonSchema | boolean
  readonly allOf?: readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
  readonly oneOf?: readonly JsonSchema[]
}

/** What a field is said to be; beside a reference it stands in a part of its own. */
export function descriptionOf({ description, allOf = [] }: JsonSchema): string {
  return description ?? allOf.find((part) => part.description)?.description ?? ''
}

/** The name behind a reference, also where a description goes with it. */
function refName({ $ref, allOf }: JsonSchema): string | undefined {
  const ref = $ref ?? allOf?.find((part) => part.$ref)?.$ref
  return ref?.split('/').at(-1)
}

/** A type in a few words, with a link to a named one. */
export function describeType(schema: JsonSchema): string {
  const name = refName(schema)
  if (name !== undefined) return `[${name}](#${name.toLowerCase()})`
  if (schema.enum) return schema.enum.map((value) => `\`${value}\``).join(', ')
  const choices = schema.anyOf ?? schema.oneOf
  if (choices) return choices.map(describeType).join(' or ')
  const fallback = schema.default === undefined ? '' : `, by default \`${schema.default}\``
  return `${baseType(schema)}${fallback}`
}

function baseType({ type, pattern, items, properties, additionalProperties }: JsonSchema): string {
  const [first = 'anything', ...others] = typeof type === 'string' ? [type] : (type ?? [])
  const orNull = others.includes('null') ? ' or null' : ''
  if (first === 'string') return `${textKind(pattern)}${orNull}`
  if (first === 'array') return `list of ${items ? describeType(items) : 'anything'}`
  if (first === 'object' && properties) {
    const fields = Object.entries(properties).map(
      ([field, schema]) => `\`${field}\`: ${describeType(schema)}`,
    )
    return `{ ${fields.join(', ')} }${orNull}`
  }
  if (first === 'object' && typeof additionalProperties === 'object')
    return `${describeType(additionalProperties)} by name`
  return `${first}${orNull}`
}

function textKind(pattern: string | undefined): string {
  if (pattern?.startsWith('^\\d')) return 'amount'
  return pattern?.startsWith('^0x') ? 'address' : 'text'
}
