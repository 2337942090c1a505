import type { z } from 'zod'
import { StartError } from '../platform/start-error.ts'

/** Options of a command, held against the API's own contract: the same limits and sentences. */
export function parseOptions<S extends z.ZodType>(schema: S, given: z.input<S> | Record<string, unknown>): z.output<S> {
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  throw new StartError(parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
}
