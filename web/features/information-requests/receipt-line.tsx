import { queryOptions, useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import type { z } from 'zod'
import { SubmissionList } from '#src/modules/information-requests/answer-contract.ts'
import type { RequestRecord, SentResponse } from '#src/modules/information-requests/contract.ts'
import { api, apiPath } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'
import { useSession } from '../../app/session.tsx'
import { formatDate, formatMoment, todayIn } from '../../ui/format-date.ts'

const submissionsQuery = (complaintId: string) =>
  queryOptions({ queryKey: ['complaints', complaintId, 'submissions'], queryFn: (context) => api.get(`/complaints/${complaintId}/submissions`, SubmissionList, inBackground(context)) })

/** Who submitted an answer, for whom and when, with the receipt that the company got. */
export function ReceiptLine({ request, response }: { request: RequestRecord; response: z.infer<typeof SentResponse> }): ReactNode {
  const { timeZone } = useSession()
  const submission = useQuery(submissionsQuery(request.complaintId)).data?.items.find((item) => item.requests.some(({ id, round }) => id === request.id && round === response.round))
  const time = formatMoment(response.sentAt, timeZone).split(', ').at(-1) ?? ''
  return (
    <>
      <p className="muted">{`${response.sentBy.name}, ${submission?.actedFor ? `acting for ${submission.actedFor.name}` : 'Company POC'}, ${formatDate(todayIn(timeZone, response.sentAt), 'weekday')}, ${time}`}</p>
      {submission ? (
        <p className="receipt-line">
          <a href={apiPath(`/complaints/${request.complaintId}/receipts/${submission.id}.pdf`)} download>
            The company’s receipt (PDF)
          </a>
          {submission.answers > 1 ? <span className="muted">{` of ${String(submission.answers)} answers`}</span> : null}
        </p>
      ) : null}
    </>
  )
}
