/** What others may use of this module: tokens by the composition root. */
export { resolveToken } from './resolve-token.ts'
