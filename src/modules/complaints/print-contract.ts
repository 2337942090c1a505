import { z } from 'zod'
import { Instant } from '../../kernel/shapes.ts'
import { printParts } from './domain/print-parts.ts'

const Part = z.enum(printParts)
export const ChooseParts = z.object({
  parts: z.array(Part).max(printParts.length).or(Part.transform((one) => [one])).default([...printParts]).describe('Left out: all of them'),
})
export type ChooseParts = z.infer<typeof ChooseParts>

/** What stands on paper, in reading order: the print view and the PDF are made of the same. */
export const PrintBlock = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('heading'), level: z.union([z.literal(1), z.literal(2), z.literal(3)]), text: z.string() }),
  z.object({ kind: z.literal('paragraph'), text: z.string(), tone: z.enum(['quiet', 'strong']).optional() }),
  z.object({ kind: z.literal('facts'), items: z.array(z.object({ label: z.string(), value: z.string() })) }),
  z.object({ kind: z.literal('table'), head: z.array(z.string()), widths: z.array(z.number()).describe('Shares of the line'), rows: z.array(z.array(z.string())) }),
])
export type PrintBlock = z.infer<typeof PrintBlock>

export const PrintView = z
  .object({
    title: z.string().meta({ example: 'C-001234 Brightwater Home Loans, LLC' }),
    number: z.string(),
    exported: z.string().describe('Who printed it, when, from which environment'),
    exportedAt: Instant,
    warning: z.string().nullable().describe('In training: that nothing of it is real'),
    blocks: z.array(PrintBlock),
  })
  .meta({ id: 'PrintView' })
export type PrintView = z.infer<typeof PrintView>
