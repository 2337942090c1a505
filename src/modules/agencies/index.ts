/** What others may use of this module. */
export { agencyRoutes } from './routes.ts'
