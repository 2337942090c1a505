import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useEffect, useRef, useState, type ReactNode } from 'react'
import { Post } from '#src/modules/discussion/contract.ts'
import { api, newIdempotencyKey } from '../../app/api.ts'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Skeleton } from '../../ui/loading.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Section } from '../../ui/page.tsx'
import { Composer } from './composer.tsx'
import { boardQuery, postQuery, refreshBoard, type BoardOf } from './discussion-queries.ts'
import { PostEntry } from './post-entry.tsx'
import '../entries.scss'
import './discussion.scss'

/**
 * The discussion board of a complaint or of a Non-NMLS entity. `postId`: the post to which a message led.
 * It is read anew by what keeps its record new (app/live): its page follows the record with useLive.
 */
export function DiscussionBoard({ board, company, postId }: { board: BoardOf; company?: string; postId?: string }): ReactNode {
  const query = useInfiniteQuery(boardQuery(board))
  const [withFiles, setWithFiles] = useState<string | null>(null)
  const first = query.data?.pages[0]
  const posts = query.data?.pages.flatMap((page) => page.items) ?? []
  const isNew = useNews(first === undefined ? undefined : posts)
  const led = postId !== undefined && first !== undefined && !posts.some((post) => post.id === postId)
  useScrollTo(postId, posts.length)
  return (
    <Section title="Discussion" hint={<AudienceHint who="hidden">{readersWords(board, first?.readers ?? null, company)}</AudienceHint>}>
      {first?.can.includes('post') ? (
        <Composer
          key={board.id}
          board={board}
          label="Write a post"
          submit="Post"
          memoryKey={`post-${board.id}`}
          withDocuments
          onSave={async (text, pressed) => {
            const post = await api.post(`/${board.kind}/${board.id}/posts`, { text }, Post, { idempotencyKey: newIdempotencyKey() })
            announce('Posted')
            setWithFiles(pressed === 'files' ? post.id : null)
            await refreshBoard(board)
          }}
        />
      ) : null}
      {first?.whyClosed ? <Notice tone="info">{first.whyClosed}</Notice> : null}
      {query.error && !first ? <ErrorState error={query.error} retry={query.refetch} /> : null}
      {query.isPending ? <Skeleton lines={6} height={20} label="Loading the posts" /> : null}
      {led ? <LedTo board={board} postId={postId} /> : null}
      {first && posts.length === 0 ? <EmptyState title="Nobody has posted yet.">{first.can.includes('post') ? 'Ask, tell or answer here what the other agencies that read this board should know.' : 'What agencies tell one another about this stands here.'}</EmptyState> : null}
      {posts.length > 0 ? (
        <ul className="entries" aria-label="Posts, newest first">
          {posts.map((post) => (
            <li key={post.id} id={`post-${post.id}`} className={post.id === postId ? 'post-led' : undefined}>
              <PostEntry board={board} post={post} isNew={isNew(post)} startWithFiles={post.id === withFiles} />
            </li>
          ))}
        </ul>
      ) : null}
      {query.hasNextPage ? (
        <button type="button" className="usa-button usa-button--outline" disabled={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
          {query.isFetchingNextPage ? 'Loading…' : 'Load earlier posts'}
        </button>
      ) : null}
    </Section>
  )
}

/** A post further down, to which a message led. */
function LedTo({ board, postId }: { board: BoardOf; postId: string }): ReactNode {
  const { data: post, error } = useQuery(postQuery(board, postId))
  if (error) return <Notice tone="info">The post to which the link led is not on this board.</Notice>
  if (!post) return <Skeleton lines={3} height={20} />
  return (
    <section className="post-led" aria-label="The post that you were told of">
      <p className="muted small">The post that you were told of; it stands further down on the board</p>
      <PostEntry board={board} post={post} />
    </section>
  )
}

function readersWords(board: BoardOf, readers: readonly { shortName: string }[] | null, company: string | undefined): string {
  if (board.kind === 'entities') return 'Complaints users of every agency read and answer. No company ever sees it.'
  const names = readers?.map((agency) => agency.shortName) ?? []
  const who = names.length === 0 ? 'Agencies with access' : names.length === 1 ? `${names[0] ?? ''} alone, and agencies that are given access later` : `${names.slice(0, -1).join(', ')} and ${names.at(-1) ?? ''}`
  return `${who}. Never ${company ?? 'the company'}.`
}

/** What others posted since this page was opened: marked, and read out. */
function useNews(posts: readonly Post[] | undefined): (post: Post) => boolean {
  const { user } = useSession()
  const since = useRef<string | null>(null)
  const heard = useRef(new Set<string>())
  const newest = posts?.[0]?.createdAt ?? ''
  if (since.current === null && posts !== undefined) since.current = newest
  const isNew = (post: Post) => since.current !== null && post.createdAt > since.current && post.author.id !== user.id && post.deletedAt === null
  useEffect(() => {
    for (const post of posts ?? []) {
      if (!isNew(post) || heard.current.has(post.id)) continue
      heard.current.add(post.id)
      announce(`${post.author.name} posted on the discussion board`)
    }
  })
  return isNew
}

/** Once, when the post is there. */
function useScrollTo(postId: string | undefined, count: number): void {
  const done = useRef('')
  useEffect(() => {
    const row = postId === undefined || done.current === postId ? null : document.getElementById(`post-${postId}`)
    if (!row) return
    done.current = postId ?? ''
    row.scrollIntoView({ block: 'center' })
  }, [postId, count])
}
