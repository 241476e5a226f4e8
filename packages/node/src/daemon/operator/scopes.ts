/** What a token may do: look, change how the node works, or spend what its key holds. None includes another. */
export const operatorScopes = ['read', 'operate', 'spend'] as const

export type OperatorScope = (typeof operatorScopes)[number]
