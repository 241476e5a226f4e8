export { BaseError, type BaseErrorOptions, type ErrorMeta } from './errors.ts'
