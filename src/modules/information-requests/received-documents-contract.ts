import { z } from 'zod'
import { Id } from '../../kernel/shapes.ts'
import { DocumentItem } from '../documents/contract.ts'
import { responseStatuses } from './domain/request-lifecycle.ts'

/** A document of a complaint in its company's view: the agency's that were shared, and the company's own. */
export const ReceivedDocument = DocumentItem.extend({
  request: z.object({ id: Id, number: z.string(), title: z.string() }).nullable().describe('The request to which it belongs, or to whose answer'),
  round: z.number().int().nullable().describe('Of an answer, and of what came with a sending back'),
  answer: z.enum(responseStatuses).nullable().describe('Of a file of an answer: whether it was sent'),
})
export type ReceivedDocument = z.infer<typeof ReceivedDocument>
export const ReceivedDocuments = z.object({ items: z.array(ReceivedDocument).describe('Oldest first') })
