/** What others may use of this module. */
export { createAgency } from './commands/create-agency.ts'
export { createAgencyUser, createPlatformAdministrator } from './commands/create-user.ts'
export { readCalendar, readCalendars } from './queries/read-calendar.ts'
export { agencyRoutes } from './routes.ts'
