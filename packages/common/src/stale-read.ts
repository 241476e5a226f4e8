/** Another try reads the newer block. */
const attempts = 3
/** JSON-RPC 2.0: invalid params. */
const invalidParams = -32_602

/**
 * Repeats reads of the latest block that fell between two blocks. An anvil that keeps no history refuses them as an
 * invalid parameter when a block lands while it looks: 3 in 17,000 calls with a block a second, and far more of those
 * that are made because a block has landed.
 */
export async function repeatStale<T>(method: string, read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await read()
    } catch (error) {
      if (attempt >= attempts || !isStale(method, error)) throw error
    }
  }
}

function isStale(method: string, error: unknown): boolean {
  const isRead = method === 'eth_call' || method === 'eth_estimateGas'
  return isRead && error instanceof Error && 'code' in error && error.code === invalidParams
}
