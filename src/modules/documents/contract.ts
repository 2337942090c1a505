import { z } from 'zod'
import { Id, Instant, Person } from '../../kernel/shapes.ts'
import { nameProblem, purposes, uploadPurposes } from './domain/limits.ts'

/** A document as its readers see it. Bytes: GET /api/v1/documents/{id}/content. Uploading: tus at /uploads. */
export const DocumentItem = z
  .object({
    id: Id,
    purpose: z.enum(purposes),
    name: z.string(),
    size: z.number().int().describe('Bytes'),
    contentType: z.string(),
    sha256: z.string().nullable().describe('Of the stored bytes, made by the server; null while uploading'),
    state: z.enum(['uploading', 'stored']),
    scan: z.enum(['pending', 'clean', 'infected', 'not_scanned']),
    remark: z.enum(['empty', 'type_differs']).nullable(),
    sameAs: z.string().nullable().describe('The name of another document of the complaint that holds the same bytes, as far as the reader may see it'),
    lost: z.boolean().describe('Its file was found gone or cut in the storage; whoever runs the system was told'),
    uploadedBy: Person,
    createdAt: Instant,
    canOpen: z.boolean().describe('Stored, and scanned where a scanner is configured'),
    canRemove: z.boolean(),
  })
  .meta({ id: 'Document' })
export type DocumentItem = z.infer<typeof DocumentItem>

/** tus Upload-Metadata of a creation, each value base64 as the protocol wants. The upload's ID is the document's. */
export const UploadMetadata = z.object({
  purpose: z.enum(uploadPurposes),
  targetId: Id.describe('purpose complaint, introduction, closure, cancellation, agent_location: the complaint; research: the entry; discussion: the post; request, send_back: the request; response: the request that is answered'),
  filename: z.string().check((check) => {
    const problem = nameProblem(check.value)
    if (problem !== null) check.issues.push({ code: 'custom', message: problem, input: check.value })
  }),
  filetype: z.string().max(255).optional(),
})
export type UploadMetadata = z.infer<typeof UploadMetadata>
