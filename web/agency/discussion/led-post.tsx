import { useQuery } from '@tanstack/react-query'
import { Link, useRouterState } from '@tanstack/react-router'
import { useEffect, useRef, type ReactNode } from 'react'
import { Skeleton } from '../../ui/loading.tsx'
import { Notice } from '../../ui/notice.tsx'
import { postQuery, type BoardOf } from './discussion-queries.ts'

/** Brings a post into the middle of the window and gives it the focus. */
export function goToPost(id: string | undefined): void {
  if (id === undefined) return
  // After what the navigation itself does to focus and scrolling.
  setTimeout(() => {
    const row = document.getElementById(`post-${id}`)
    row?.focus({ preventScroll: true })
    row?.scrollIntoView({ block: 'center' })
  })
}

/** Goes to the post to which a message led: once when it is there, and again when the link is followed again. */
export function useLedPost(led: string | undefined, loaded: number): void {
  const visit = useRouterState({ select: (state) => state.location.state.__TSR_key ?? '' })
  const gone = useRef('')
  useEffect(() => {
    if (led === undefined || loaded === 0 || gone.current === visit + led || document.getElementById(`post-${led}`) === null) return
    gone.current = visit + led
    goToPost(led)
  }, [led, loaded, visit])
}

/** A link led to a post that is not on this board: it went along to another record, or there never was one. */
export function NotHere({ board, postId }: { board: BoardOf; postId: string }): ReactNode {
  const { data: post, error } = useQuery(postQuery(board, postId))
  if (error) return <Notice tone="info">The post to which the link led is not on this board.</Notice>
  if (!post) return <Skeleton lines={1} height={20} />
  return (
    <Notice tone="info" title="The post to which the link led went along to another record">
      {post.entityId !== null ? (
        <Link to="/entities/$id" params={{ id: post.entityId }} search={{ post: postId }}>
          Go to the post
        </Link>
      ) : post.complaintId !== null ? (
        <Link to="/complaints/$id/discussion" params={{ id: post.complaintId }} search={{ post: postId }}>
          Go to the post
        </Link>
      ) : null}
    </Notice>
  )
}
