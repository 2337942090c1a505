/** What other modules may do with users: companies while they enroll, organisations by SCIM. */
export { createUser, orNull, unlessTaken } from './commands/create-user.ts'
export { reactivateUser } from './commands/reactivate-user.ts'
export { removeUser } from './commands/remove-user.ts'
export { setRoles } from './commands/set-roles.ts'
export { updateUser } from './commands/update-user.ts'
