import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useRef, useState, type ReactNode } from 'react'
import { ComplaintRecord } from '#src/modules/complaints/contract.ts'
import { complaintQuery } from '../../../agency/queries.ts'
import { api, newIdempotencyKey } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Page } from '../../../ui/page.tsx'

/** Starts one draft and goes to its first step. */
export function StartComplaint(): ReactNode {
  const navigate = useNavigate()
  const [key] = useState(newIdempotencyKey)
  const [problem, setProblem] = useState<unknown>(null)
  const started = useRef(false)

  const start = useCallback(async () => {
    setProblem(null)
    try {
      const record = await api.post('/complaints', {}, ComplaintRecord, { idempotencyKey: key })
      queryClient.setQueryData(complaintQuery(record.id).queryKey, record)
      void queryClient.invalidateQueries({ queryKey: ['complaint-lists'] })
      await navigate({ to: '/complaints/$id/intake', params: { id: record.id }, replace: true })
    } catch (error) {
      setProblem(error)
    }
  }, [key, navigate])

  useEffect(() => {
    if (started.current) return
    started.current = true
    void start()
  }, [start])

  return <Page title="Enter a complaint">{problem ? <ErrorState error={problem} retry={start} title="The draft could not be started" /> : <Skeleton lines={8} height={36} label="Starting a draft" />}</Page>
}
