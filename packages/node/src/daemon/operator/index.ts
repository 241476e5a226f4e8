export { TokenChangeError } from './errors.ts'
export { type OperatorFile, readOperatorFile } from './operator-file.ts'
export { type OperatorScope, operatorScopes } from './scopes.ts'
export { OperatorTokens, ownTokenFile, type TokenFacts } from './tokens.ts'
