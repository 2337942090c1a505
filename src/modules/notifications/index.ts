export { finishTasks } from './commands/finish-tasks.ts'
