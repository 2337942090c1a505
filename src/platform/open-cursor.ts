import type { z } from 'zod'
import { invalid } from '../kernel/errors.ts'
import type { CursorCodec } from './ports.ts'

/** The position that a cursor holds, refused when it was sealed for a list of another kind. */
export function openCursor<T extends z.ZodType>(cursors: CursorCodec, cursor: string, shape: T): z.infer<T> {
  const position = shape.safeParse(cursors.open(cursor))
  if (!position.success) throw invalid({ cursor: 'This page belongs to another list. Start at its beginning.' })
  return position.data
}
