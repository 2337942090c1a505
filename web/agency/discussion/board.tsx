import { useInfiniteQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { Post, type Board } from '#src/modules/discussion/contract.ts'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { Composer } from './composer.tsx'
import { boardQuery, refreshBoard, type BoardOf } from './discussion-queries.ts'
import { NotHere } from './led-post.tsx'
import { PostList } from './post-list.tsx'
import { useNews } from './use-news.ts'
import '../entries.scss'
import './discussion.scss'

/**
 * `led`: the post to which a message led; the board opens where it stands. `onNewest`: leaves it, for the newest posts.
 * The board is read anew by what keeps its record new (app/live): its page follows the record with useLive.
 */
type Props = { board: BoardOf; company?: string; led?: string; onNewest: () => void }

/** The discussion board of a complaint or of a Non-NMLS entity. */
export function DiscussionBoard({ board, company, led, onNewest }: Props): ReactNode {
  const query = useInfiniteQuery(boardQuery(board, led))
  const [withFiles, setWithFiles] = useState<string | null>(null)
  const first = query.data?.pages[0]
  const posts = query.data?.pages.flatMap((page) => page.items) ?? []
  const isNew = useNews(first?.readAt, posts)

  async function add(text: string, pressed: string | undefined) {
    const post = await api.post(`/${board.kind}/${board.id}/posts`, { text }, Post, { idempotencyKey: newIdempotencyKey() })
    announce('Posted')
    setWithFiles(pressed === 'files' ? post.id : null)
    if (led !== undefined) onNewest()
    await refreshBoard(board)
  }

  return (
    <Section title="Discussion" hint={<AudienceHint who="hidden">{readersWords(board, first?.readers ?? null, company)}</AudienceHint>}>
      {first?.can.includes('post') ? <Composer key={board.id} board={board} label="Write a post" submit="Post" memoryKey={`post-${board.id}`} withDocuments onSave={add} /> : null}
      {first?.whyClosed ? <Notice tone="info">{first.whyClosed}</Notice> : null}
      {query.error && !first ? <ErrorState error={query.error} retry={query.refetch} /> : null}
      {query.isPending ? <Skeleton lines={6} height={20} label="Loading the posts" /> : null}
      {first && !query.isPlaceholderData && led !== undefined && !posts.some((post) => post.id === led) ? <NotHere board={board} postId={led} /> : null}
      {first && posts.length === 0 ? <EmptyState title="Nobody has posted yet.">{first.can.includes('post') ? 'Ask, tell or answer here what the other agencies that read this board should know.' : 'What agencies tell one another about this stands here.'}</EmptyState> : null}
      {first && posts.length > 0 ? <PostList board={board} query={query} isNew={isNew} led={led} onNewest={onNewest} withFiles={withFiles} /> : null}
    </Section>
  )
}

function readersWords(board: BoardOf, readers: Board['readers'], company: string | undefined): string {
  if (board.kind === 'entities') return 'Complaints users of every agency read and answer. No company ever sees it.'
  const names = readers?.map((agency) => agency.shortName) ?? []
  const who = names.length === 0 ? 'Agencies with access' : names.length === 1 ? `${names[0] ?? ''} alone, and agencies that are given access later` : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
  return `${who}. Never ${company ?? 'the company'}.`
}
