import { z } from 'zod'
import { Id, Instant, pageOf, Paging, text, Version } from '../../kernel/shapes.ts'
import { normaliseLineBreaks } from '../../kernel/text.ts'
import { DocumentItem } from '../documents/contract.ts'
import { countPostCharacters, mentionsIn, mostCharacters, mostMentions } from './domain/markup.ts'

const PostText = z
  .string()
  .overwrite(normaliseLineBreaks)
  .refine((value) => value.trim() !== '', { error: 'Write something first.' })
  .refine((value) => !value.includes('\u0000'), { error: 'This text holds a character that cannot be stored.' })
  .refine((value) => countPostCharacters(value) <= mostCharacters, {
    error: (issue) => `Use at most ${mostCharacters.toLocaleString('en-US')} characters; this has ${countPostCharacters(String(issue.input)).toLocaleString('en-US')}.`,
  })
  .refine((value) => mentionsIn(value).length <= mostMentions, { error: `Name at most ${String(mostMentions)} people and agencies in one post.` })
  .describe('Small markup: blank line = paragraph, "- " and "1. " = list, **bold**, https links as they are, @[user:ID], @[agency:ID], @[all]. Who is named counts one character.')
  .meta({ example: '**Same caller?** We have two of these:\n- one from May\n- one from June\n\n@[all] does anybody know more?' })

export const AddPost = z.strictObject({ text: PostText })
export type AddPost = z.infer<typeof AddPost>
export const EditPost = z.strictObject({ version: Version, text: PostText })
export type EditPost = z.infer<typeof EditPost>

const Agency = z.object({ id: Id, name: z.string(), shortName: z.string() })
/** Who is named, by the name of today. */
export const Named = z.object({ kind: z.enum(['user', 'agency']), id: Id, name: z.string(), agency: z.string().describe('Short name of the agency') })
export type Named = z.infer<typeof Named>

export const Post = z
  .object({
    id: Id,
    complaintId: Id.nullable(),
    entityId: Id.nullable(),
    author: z.object({ id: Id, name: z.string(), agency: Agency }),
    text: z.string().describe('Empty where its author deleted the post'),
    named: z.array(Named).describe('Names for the IDs in the text'),
    createdAt: Instant,
    editedAt: Instant.nullable(),
    deletedAt: Instant.nullable(),
    documents: z.array(DocumentItem),
    version: Version,
    changeableUntil: Instant.nullable().describe('Until when the reader may edit and delete it and add files to it; null where not'),
    canReadFormer: z.boolean().describe('What it said before can be read'),
  })
  .meta({ id: 'DiscussionPost' })
export type Post = z.infer<typeof Post>

export const Board = pageOf(Post).extend({
  can: z.array(z.enum(['post'])),
  whyClosed: z.string().nullable().describe('Why nobody posts now, though the reader could'),
  readers: z.array(Agency).nullable().describe('The agencies that read this board; null: all agencies'),
  readAt: Instant.describe('When this page was read: what was posted later is new'),
  previous: z.string().nullable().describe('As `cursor`: the posts just above these; null at the newest'),
})
export type Board = z.infer<typeof Board>
export const ListPosts = z.object({
  ...Paging,
  limit: Paging.limit.default(30),
  post: Id.optional().describe('Begins a little above this post, without `cursor`; at the newest where it does not stand on this board'),
})
export type ListPosts = z.infer<typeof ListPosts>

export const FormerText = z.object({ version: Version, text: z.string(), named: z.array(Named), writtenAt: Instant, replacedAt: Instant })
export const FormerTexts = z.object({ items: z.array(FormerText) })
export type FormerTexts = z.infer<typeof FormerTexts>

export const FindCandidates = z.strictObject({ words: text(100).default('').describe('The beginning of a word of a name; empty: agencies and colleagues') })
export const Candidate = z.object({
  kind: z.enum(['user', 'agency', 'everybody']),
  id: Id.nullable(),
  name: z.string(),
  agency: z.string().describe('Short name of the agency; empty for everybody'),
  told: z.enum(['user', 'supervisors', 'nobody']).describe('Who is told: that user, Supervisors, or nobody (a Viewer)'),
})
export type Candidate = z.infer<typeof Candidate>
export const Candidates = z.object({ items: z.array(Candidate) })
