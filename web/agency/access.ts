import { queryOptions } from '@tanstack/react-query'
import { ComplaintSight } from '#src/modules/sharing/access-contract.ts'
import { api } from '../app/api.ts'
import { inBackground, queryClient } from '../app/query-client.ts'
import { announce } from '../ui/live-region.tsx'
import { refreshComplaint } from './queries.ts'

/** Under the complaint's key, so that refreshComplaint makes it new. */
export const sightQuery = (id: string) => queryOptions({ queryKey: ['complaints', id, 'access'], queryFn: (context) => api.get(`/complaints/${id}/access`, ComplaintSight, inBackground(context)) })

/** Asks for access, decides, withdraws or removes it: `path` follows the complaint's access requests. */
export async function changeAccess(complaintId: string, path: string, body: object | undefined, done: string, onDone: () => void): Promise<void> {
  const next = await api.post(`/complaints/${complaintId}/access-requests${path}`, body, ComplaintSight)
  queryClient.setQueryData(sightQuery(complaintId).queryKey, next)
  announce(done)
  onDone()
  await refreshComplaint(complaintId)
}
