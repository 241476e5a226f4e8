/** A parameter of a contract's ABI, as the compiler writes it. */
interface Parameter {
  readonly name?: string
  readonly type: string
  readonly indexed?: boolean
  readonly components?: readonly Parameter[]
}

/** An item of a contract's ABI, as the compiler writes it. */
export interface AbiItem {
  readonly type: string
  readonly name?: string
  readonly inputs?: readonly Parameter[]
  readonly outputs?: readonly Parameter[]
  readonly stateMutability?: string
}

/**
 * Writes an item as the golden file does: `function f(uint256 amount) view returns (bool)`. Underscores around names,
 * which sources need where a name is taken, are left out; `pure` is `view` to whoever calls.
 */
export function abiText({ type, name, inputs = [], outputs = [], stateMutability }: AbiItem): string {
  const head = name === undefined ? type : `${type} ${name}`
  const returns = outputs.length > 0 ? ` returns (${outputs.map(parameterText).join(', ')})` : ''
  return `${head}(${inputs.map(parameterText).join(', ')})${mutabilityText(stateMutability)}${returns}`
}

/**
 * @returns whether our item is the live one. A parameter without a name in the golden file may have any.
 */
export function isSameItem(live: string, ours: string): boolean {
  const [liveTokens, ourTokens] = [tokensOf(live), tokensOf(ours)]
  let next = 0
  for (const token of ourTokens) {
    if (token === liveTokens[next]) next++
    else if (!isName(token) || !isNameless(liveTokens[next - 1], liveTokens[next])) return false
  }
  return next === liveTokens.length
}

function parameterText({ name = '', type, indexed, components }: Parameter): string {
  const plainType = components
    ? `(${components.map(parameterText).join(', ')})${type.slice('tuple'.length)}`
    : type
  const plainName = name.replaceAll(/^_+|_+$/g, '')
  return [plainType, ...(indexed ? ['indexed'] : []), ...(plainName === '' ? [] : [plainName])].join(' ')
}

function mutabilityText(stateMutability: string | undefined): string {
  if (stateMutability === 'payable') return ' payable'
  return stateMutability === 'view' || stateMutability === 'pure' ? ' view' : ''
}

function tokensOf(text: string): string[] {
  return text.match(/\w+|\[\d*\]|[(),]/g) ?? []
}

function isName(token: string): boolean {
  return /^\w+$/.test(token) && token !== 'indexed'
}

/** Whether a parameter ends between two tokens, behind its type. */
function isNameless(before: string | undefined, after: string | undefined): boolean {
  return (after === ',' || after === ')') && before !== undefined && before !== '(' && before !== ','
}
