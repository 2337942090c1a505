import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { RequestRecord } from '#src/modules/information-requests/contract.ts'

/** Where a request stands. `here`: what is done with it on this page. */
export function requestCrumbs(request: RequestRecord, here?: string): ReactNode[] {
  return [
    <Link key="complaint" to="/complaints/$id" params={{ id: request.complaintId }}>
      {`${request.complaint.number} ${request.complaint.subjectName}`}
    </Link>,
    <Link key="requests" to="/complaints/$id/information-requests" params={{ id: request.complaintId }}>
      Information Requests
    </Link>,
    ...(here
      ? [
          <Link key="request" to="/information-requests/$id" params={{ id: request.id }}>
            {request.number}
          </Link>,
          here,
        ]
      : [request.number]),
  ]
}
