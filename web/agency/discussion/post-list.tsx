import type { InfiniteData, UseInfiniteQueryResult } from '@tanstack/react-query'
import { useEffect, useRef, type ReactNode } from 'react'
import type { Board, Post } from '#src/modules/discussion/contract.ts'
import type { BoardOf } from './discussion-queries.ts'
import { goToPost, useLedPost } from './led-post.tsx'
import { PostEntry } from './post-entry.tsx'

type BoardPages = UseInfiniteQueryResult<InfiniteData<Board>>

type Props = {
  board: BoardOf
  query: BoardPages
  isNew: (post: Post) => boolean
  led: string | undefined
  onNewest: () => void
  /** A post that was written for its documents: they are asked for at once. */
  withFiles: string | null
}

/** The posts that are loaded, newest first, with the ways to newer and to older ones. */
export function PostList({ board, query, isNew, led, onNewest, withFiles }: Props): ReactNode {
  const posts = query.data?.pages.flatMap((page) => page.items) ?? []
  useLedPost(query.isPlaceholderData ? undefined : led, posts.length)
  useTop(query, led)

  // Whoever pressed the button goes on with what it brought; the button itself may be gone.
  async function older() {
    const last = posts.length
    const { data } = await query.fetchNextPage()
    goToPost(data?.pages.flatMap((page) => page.items)[last]?.id)
  }
  async function newer() {
    const { data } = await query.fetchPreviousPage()
    goToPost(data?.pages[0]?.items.at(-1)?.id)
  }

  return (
    <>
      {query.hasPreviousPage ? (
        <div className="row post-ways">
          <button type="button" className="usa-button usa-button--outline" disabled={query.isFetchingPreviousPage} onClick={() => void newer()}>
            {query.isFetchingPreviousPage ? 'Loading…' : 'Load newer posts'}
          </button>
          <button type="button" className="link-button" onClick={onNewest}>
            Go to the newest
          </button>
        </div>
      ) : null}
      <ul className="entries" aria-label="Posts, newest first">
        {posts.map((post) => (
          <li key={post.id} id={`post-${post.id}`} tabIndex={-1} className={post.id === led ? 'post-led' : undefined}>
            <PostEntry board={board} post={post} isNew={isNew(post)} isLed={post.id === led} startWithFiles={post.id === withFiles} />
          </li>
        ))}
      </ul>
      {query.hasNextPage ? (
        <button type="button" className="usa-button usa-button--outline" disabled={query.isFetchingNextPage} onClick={() => void older()}>
          {query.isFetchingNextPage ? 'Loading…' : 'Load earlier posts'}
        </button>
      ) : null}
    </>
  )
}

/** A board that was read up to its newest post stays so, however many are written. */
function useTop({ hasPreviousPage, isFetching, isPlaceholderData, isFetchPreviousPageError, fetchPreviousPage }: BoardPages, led: string | undefined): void {
  const seen = useRef({ led, top: false })
  useEffect(() => {
    // What failed waits for the next reading of the board, or for whoever presses the button.
    if (isFetching || isPlaceholderData || isFetchPreviousPageError) return
    if (hasPreviousPage && seen.current.top && seen.current.led === led) void fetchPreviousPage()
    else seen.current = { led, top: !hasPreviousPage }
  }, [hasPreviousPage, isFetching, isPlaceholderData, isFetchPreviousPageError, fetchPreviousPage, led])
}
