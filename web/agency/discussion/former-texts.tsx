import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { FormerTexts, type Post } from '#src/modules/discussion/contract.ts'
import { api } from '../../app/api.ts'
import { useSession } from '../../app/session.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { Skeleton } from '../../ui/loading.tsx'
import type { BoardOf } from './discussion-queries.ts'
import { PostText } from './post-text.tsx'

/** What a post said before it was edited, or deleted. */
export function FormerTextList({ board, post }: { board: BoardOf; post: Post }): ReactNode {
  const { timeZone } = useSession()
  const { data, error, refetch } = useQuery({ queryKey: [board.kind, board.id, 'discussion-former', post.id, post.version], queryFn: () => api.get(`/posts/${post.id}/former-texts`, FormerTexts) })
  if (error) return <ErrorState error={error} retry={refetch} />
  if (!data) return <Skeleton lines={2} height={16} />
  return (
    <ul className="former-texts" aria-label="What it said before">
      {data.items.map((former) => (
        <li key={former.version}>
          <p className="muted small">{`From ${formatMoment(former.writtenAt, timeZone)} to ${formatMoment(former.replacedAt, timeZone)}`}</p>
          <PostText text={former.text} named={former.named} />
        </li>
      ))}
    </ul>
  )
}
