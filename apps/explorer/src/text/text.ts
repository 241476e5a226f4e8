import { en } from './en.ts'

/** What the pages say, in the language of their reader; another language is an object of the same shape. */
export const text = en
