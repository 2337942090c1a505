import { useEffect, useState, useSyncExternalStore } from 'react'
import { documentsQuery } from '../../../agency/queries.ts'
import { queryClient } from '../../../app/query-client.ts'
import { isPending } from '../../../ui/files/queue-words.ts'
import { UploadQueue } from '../../../ui/files/upload-queue.ts'
import { announce } from '../../../ui/live-region.tsx'

/** The files of a draft on their way: one queue for all steps, so that going on to another step stops nothing. */
export function useIntakeFiles(complaintId: string) {
  const [queue] = useState(
    () =>
      new UploadQueue({
        endpoint: '/uploads',
        metadata: { purpose: 'complaint', targetId: complaintId },
        onUploaded: (_, name) => {
          announce(`${name} is uploaded`)
          void queryClient.invalidateQueries({ queryKey: documentsQuery(complaintId).queryKey })
        },
      }),
  )
  const items = useSyncExternalStore(queue.subscribe, () => queue.items)
  useEffect(() => () => queue.stop(), [queue])
  return {
    queue,
    onTheirWay: items.filter(isPending).length,
    refused: items.filter((item) => item.state === 'refused').length,
    add: (files: readonly File[]) => {
      if (files.length === 0) return
      queue.add(files)
      announce(files.length === 1 ? `${files[0]?.name ?? 'File'} added to the documents` : `${String(files.length)} files added to the documents`)
    },
  }
}
export type IntakeFiles = ReturnType<typeof useIntakeFiles>
