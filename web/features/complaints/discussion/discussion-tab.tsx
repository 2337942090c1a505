import { useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { companyWord } from '../../../agency/complaint-words.ts'
import { DiscussionBoard } from '../../../agency/discussion/board.tsx'
import { complaintQuery } from '../../../agency/queries.ts'

const route = getRouteApi('/signed-in/complaints/$id')
const tabRoute = getRouteApi('/signed-in/complaints/$id/discussion')

/** Where the agencies that see this complaint talk about it. */
export function DiscussionTab(): ReactNode {
  const { id } = route.useParams()
  const { post } = tabRoute.useSearch()
  const navigate = useNavigate()
  const { data: record } = useSuspenseQuery(complaintQuery(id))
  const newest = () => navigate({ to: '/complaints/$id/discussion', params: { id }, search: {}, replace: true, resetScroll: false })
  return <DiscussionBoard key={id} board={{ kind: 'complaints', id }} company={record.subject ? companyWord(record.subject.name) : undefined} led={post} onNewest={() => void newest()} />
}
