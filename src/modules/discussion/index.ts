export { postsForPrint } from './queries/posts-for-print.ts'
