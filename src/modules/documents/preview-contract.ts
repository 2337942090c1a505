import { z } from 'zod'

/** What can be shown of a document. Bytes of a PDF or a picture: GET /api/v1/documents/{id}/preview/content. */
export const DocumentPreview = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('pdf') }),
    z.object({ kind: z.literal('image') }),
    z.object({ kind: z.literal('text'), text: z.string(), truncated: z.boolean().describe('Only the first megabyte is given') }),
    z.object({ kind: z.literal('table'), rows: z.array(z.array(z.string())), truncated: z.boolean().describe('Only the first 500 rows, 60 columns and 500 characters of a cell are given') }),
    z.object({ kind: z.literal('making') }).describe('It is being converted: ask again in some seconds'),
    z.object({ kind: z.literal('none'), why: z.string() }),
  ])
  .meta({ id: 'DocumentPreview' })
export type DocumentPreview = z.infer<typeof DocumentPreview>
