import { useEffect, useRef } from 'react'
import type { Post } from '#src/modules/discussion/contract.ts'
import { useSession } from '../../app/session.tsx'
import { announce } from '../../ui/live-region.tsx'

/** What others posted since this page was opened: marked, and read out. `readAt`: when the board was read. */
export function useNews(readAt: string | undefined, posts: readonly Post[]): (post: Post) => boolean {
  const { user } = useSession()
  const since = useRef<string | undefined>(readAt)
  const heard = useRef(new Set<string>())
  since.current ??= readAt
  const isNew = (post: Post) => since.current !== undefined && post.createdAt > since.current && post.author.id !== user.id && post.deletedAt === null
  useEffect(() => {
    for (const post of posts) {
      if (!isNew(post) || heard.current.has(post.id)) continue
      heard.current.add(post.id)
      announce(`${post.author.name} posted on the discussion board`)
    }
  })
  return isNew
}
