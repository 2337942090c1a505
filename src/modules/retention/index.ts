/** How long a complaint is kept after it ended; called by whatever ends it or opens it again. */
export { isOnHold, keepAfterEnd, keepWhileOpen } from './store.ts'
