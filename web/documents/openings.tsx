import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState, type ReactNode } from 'react'
import { createPortal } from 'react-dom'
import type { Opening } from '#src/modules/documents/selection-contract.ts'
import { useSession } from '../app/session.tsx'
import { DataTable, TwoLines } from '../ui/data-table.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { formatMoment } from '../ui/format-date.ts'
import { columnsFor } from '../ui/table-columns.ts'
import { openingCountsQuery, openingsQuery } from './queries.ts'

/** How many people opened each document, by ID. */
export function useOpeningCounts(ids: readonly string[]): ReadonlyMap<string, number> | undefined {
  const { data } = useQuery(openingCountsQuery(ids))
  return data && new Map(data.items.map(({ documentId, people }) => [documentId, people]))
}

/** "opened by 3 people", which tells who. */
export function OpenedBy({ id, name, people }: { id: string; name: string; people: number }): ReactNode {
  const [shown, setShown] = useState(false)
  if (people === 0) return <span className="muted">Not opened yet</span>
  const words = people === 1 ? '1 person' : `${people.toLocaleString('en-US')} people`
  return (
    <>
      <button type="button" className="link-button nowrap" aria-label={`Opened by ${words}: ${name}`} onClick={() => setShown(true)}>
        Opened by {words}
      </button>
      {shown ? createPortal(<OpeningsDialog id={id} name={name} onClose={() => setShown(false)} />, document.body) : null}
    </>
  )
}

function OpeningsDialog({ id, name, onClose }: { id: string; name: string; onClose: () => void }): ReactNode {
  const { timeZone } = useSession()
  const query = useInfiniteQuery(openingsQuery(id))
  return (
    <Dialog
      title="Who opened this document"
      onClose={onClose}
      wide
      actions={
        <button type="button" className="usa-button usa-button--outline" onClick={onClose}>
          Close
        </button>
      }
    >
      <p>{name}</p>
      <DataTable caption={`Who opened ${name}`} query={query} columns={openingColumns(timeZone)} rowId={(row) => row.id} pageSize={50} empty="Nobody opened it yet." quiet />
    </Dialog>
  )
}

const hows: Record<Opening['how'], string> = { downloaded: 'Downloaded', previewed: 'Previewed', in_zip: 'Downloaded in a ZIP' }
const column = columnsFor<Opening>()
function openingColumns(zone: string) {
  return column.columns([
    column.display({ id: 'who', header: 'Who', meta: { card: 'title' }, cell: ({ row }) => <TwoLines main={row.original.by.name} under={row.original.organisation} /> }),
    column.accessor('how', { header: 'How', meta: { card: 'more' }, cell: ({ row }) => hows[row.original.how] }),
    column.accessor('at', { header: 'When', meta: { card: 'due' }, cell: ({ row }) => formatMoment(row.original.at, zone) }),
  ])
}
