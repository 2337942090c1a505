/** What others may use of this module: tokens by the composition root, deliveries by the job that tells people. */
export { queueDeliveries, queueOrganisationDeliveries } from './queue-deliveries.ts'
export { resolveToken } from './resolve-token.ts'
