/** What other modules may do with users: companies while they enroll, organisations by SCIM. */
export { createUser } from './commands/create-user.ts'
