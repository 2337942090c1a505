import { z } from 'zod'
import { uploadPurposes } from './domain/limits.ts'

const tags = ['Documents']
const resumable = z.string().optional().describe('1.0.0')
const upload = z.object({ id: z.string().describe('As Location named it; also the ID of the document') })

/**
 * What OpenAPI says of uploads. Headers are described and nothing more: tus itself, and what stands before it, refuses what
 * is wrong with them by a sentence.
 */
export const describedUploads = {
  begin: {
    tags,
    summary: 'Begin an upload',
    description: `By the tus protocol 1.0, with an empty body. Answers 201 with the address for the bytes in \`Location\`. \`Upload-Metadata\` holds pairs of a name and its value in base64, separated by commas: \`filename\`, \`purpose\` (${uploadPurposes.join(', ')}) and \`targetId\`, of what it is for: with response, the request that is answered; with complaint, introduction, closure, cancellation or agent_location, the complaint; with research, the entry; with discussion, the post; with request or send_back, the request. At most 1 GB. Where a draft of an answer is not there yet, the first file begins it: read its version again before you save the text.`,
    headers: z.looseObject({
      'tus-resumable': resumable,
      'upload-length': z.string().optional().describe('Bytes of the whole file'),
      'upload-metadata': z.string().optional().describe('filename cmVjb3JkLnBkZg==,purpose cmVzcG9uc2U=,targetId …'),
    }),
  },
  send: {
    tags,
    summary: 'Send the bytes, or the rest of them',
    description: 'Content-Type `application/offset+octet-stream`. Answers 204 with the new `Upload-Offset`; when that is the whole length, the document is stored. After a break ask by HEAD how far it is, and go on from there; an upload waits for a week.',
    params: upload,
    headers: z.looseObject({ 'tus-resumable': resumable, 'upload-offset': z.string().optional().describe('Of the first byte that is sent') }),
  },
  offset: { tags, summary: 'How far an upload is', description: 'In the header `Upload-Offset`.', params: upload, headers: z.looseObject({ 'tus-resumable': resumable }) },
  remove: { tags, summary: 'Take an upload back', description: 'Until it is sent.', params: upload, headers: z.looseObject({ 'tus-resumable': resumable }) },
}
