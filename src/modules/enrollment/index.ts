/** What other modules may do with enrollments: begin one or remind of it within their own transaction. */
export { beginEnrollmentIn } from './commands/begin-enrollment.ts'
export { remindEnrollmentOf } from './commands/remind-enrollment.ts'
export { enrollmentStateOf } from './store.ts'
