/** What others may use of this module: signing in by the composition root, credentials by those who make accounts. */
export { sealTotpSecret } from './one-time-codes.ts'
export { hashPassword } from './passwords.ts'
export { actorOf, resolveSession, type ActorRow } from './queries/resolve-session.ts'
export { requireConfirmed } from './require-confirmed.ts'
export { accountRoutes } from './routes.ts'
