import pg from 'pg'
import { AppError } from '../../kernel/errors.ts'
import { JobFailed } from '../job-failed.ts'

/** What operators may read of a failure: kind and place, never a text that could hold somebody's data. */
export type Failure = { error: string; at: string[] }

export function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { error: 'Something that is no error was thrown.', at: [] }
  return { error: words(error), at: frames(error) }
}

function words(error: Error): string {
  // Our own sentences hold no personal data (kernel/errors.ts).
  if (error instanceof AppError || error instanceof JobFailed) return `${error.name}: ${error.message}`
  if (error instanceof pg.DatabaseError) {
    const where = [error.table, error.constraint].filter((part) => part !== undefined).join('.')
    return `DatabaseError ${error.code ?? ''}${where === '' ? '' : ` (${where})`}`
  }
  const code = 'code' in error && typeof error.code === 'string' ? ` ${error.code}` : ''
  return `${error.name}${code}`
}

function frames(error: Error): string[] {
  return (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 8)
    .map((line) => line.trim())
}
