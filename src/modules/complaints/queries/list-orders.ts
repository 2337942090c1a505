import type { ListComplaints, sortKeys } from '../contract.ts'

/** `text` is SQL of this file alone, with the complaint as `c`; the cursor keeps the key's value as text, read back as `type`. */
type Key = { text: string; type: 'integer' | 'date' | 'text' | 'timestamptz' | 'uuid' }
export type Direction = 'asc' | 'desc'
/** One stretch of a list: the rows for which `where` holds, in the order of its keys, the last of which tells rows apart. */
export type Stretch = { keys: readonly Key[]; direction: Direction; where: string | null }
type SortKey = (typeof sortKeys)[number]

const id: Key = { text: 'c.id', type: 'uuid' }
const number: Key = { text: 'c.number', type: 'integer' }
const due: Key = { text: 'c.next_due', type: 'date' }
const entered: Key = { text: 'c.created_at', type: 'timestamptz' }
const closed: Key = { text: 'c.closed_at', type: 'timestamptz' }
const received: Key = { text: 'c.received_on', type: 'date' }
// The database gives "no due date" a date that never comes.
const isDue = "c.is_open and c.next_due < '9999-12-31'"
const flipped = (direction: Direction): Direction => (direction === 'asc' ? 'desc' : 'asc')

/**
 * The order of a list as one stretch or two: rows with a value first, then, by number, those without. Each stretch is
 * read along an index (migrations 0006, 0025 and 0040), so that the first page costs the same in a long list as in a short one.
 */
export function stretchesOf(input: ListComplaints): Stretch[] {
  const { view, direction } = input
  const sort = sortOf(input)
  const everywhere = view === 'all_agencies'
  // What is due next at other agencies is not basic information, not even as the order within equals.
  const then = everywhere ? [number] : [due, id]
  const withValue = (keys: readonly Key[], where: string | null = null, towards = direction): Stretch => ({ keys, direction: towards, where })
  const without = (where: string): Stretch => ({ keys: [number], direction, where })
  const ofOpen = (keys: readonly Key[], towards = direction): Stretch[] => {
    if (hasNoOpen(input)) return [withValue([number])]
    return hasOnlyOpen(input) ? [withValue(keys, 'c.is_open', towards)] : [withValue(keys, 'c.is_open', towards), without('not c.is_open')]
  }
  // Only a draft may lack it.
  const unlessDraft = (keys: readonly Key[], column: string): Stretch[] => (view === 'drafts' ? [withValue(keys, `${column} is not null`), without(`${column} is null`)] : [withValue(keys)])
  // What was imported may have no issue.
  const labelled = (column: string): Stretch[] => [withValue([{ text: column, type: 'text' }, ...then], `${column} is not null`), without(`${column} is null`)]

  switch (sort) {
    case 'due':
      if (view === 'pending') return [withValue([mineFirst(direction), due, id])]
      if (hasNoOpen(input)) return [withValue([number])]
      return view === 'overdue' || input.dueTo !== undefined ? [withValue([due, id], isDue)] : [withValue([due, id], isDue), without("c.next_due = '9999-12-31'")]
    case 'number':
      return [withValue([number])]
    case 'agency':
      return [withValue([{ text: 'c.agency_sort', type: 'text' }, { text: 'c.agency_id', type: 'uuid' }, number])]
    case 'entered':
      // Numbers are given in the order of entering; the moments have an index of all agencies together.
      return [withValue(everywhere ? [entered, id] : [number])]
    case 'subject':
      return [withValue([{ text: 'c.subject_name', type: 'text' }, id])]
    case 'status':
      // Open statuses come after "draft" in the alphabet, so that the index is not walked past all that is closed.
      return [withValue([{ text: 'c.status', type: 'text' }, ...then], hasOnlyOpen(input) && !hasNoOpen(input) ? "c.status > 'draft'" : null)]
    case 'kind':
      return unlessDraft([{ text: 'c.subject_kind', type: 'text' }, number], 'c.subject_kind')
    case 'product':
      return labelled('c.product_sort')
    case 'issue':
      return labelled('c.issue_sort')
    case 'poc':
      return [withValue([{ text: 'c.poc_sort', type: 'text' }, ...then], 'c.poc_sort is not null'), without('c.poc_sort is null')]
    case 'received':
      return unlessDraft([received, id], 'c.received_on')
    case 'closed':
      if (hasOnlyOpen(input) && view !== 'closed') return [withValue([number])]
      return [withValue([closed, id], 'c.closed_at is not null'), ...(view === 'closed' ? [] : [without('c.closed_at is null')])]
    case 'waiting':
      return ofOpen([{ text: 'c.waiting_for', type: 'text' }, due, id])
    case 'requests':
      return ofOpen([{ text: 'c.requests_with_company', type: 'integer' }, due, id])
    case 'days':
      if (hasNoOpen(input) && view !== 'drafts') return [withValue([{ text: 'c.days_taken', type: 'integer' }, id], 'c.days_taken is not null')]
      // The earlier it was received, the more days it is open.
      return ofOpen([received, id], flipped(direction))
  }
}

/** What the list is really sorted by: some orders are not offered among all agencies, and that of agencies only there. */
export function sortOf(input: ListComplaints): SortKey {
  const { view, sort } = input
  if (sort === 'agency' && view !== 'all_agencies' && view !== 'shared') return 'number'
  if (view !== 'all_agencies' || (sort !== 'due' && sort !== 'waiting' && sort !== 'requests')) return sort
  return input.receivedFrom !== undefined || input.receivedTo !== undefined || input.ageGroup !== undefined ? 'received' : input.enteredFrom !== undefined || input.enteredTo !== undefined ? 'entered' : 'number'
}

const closedStatuses: readonly string[] = ['closed', 'canceled', 'draft']

function hasNoOpen({ view, status }: ListComplaints): boolean {
  return view === 'closed' || view === 'canceled' || view === 'drafts' || (status !== undefined && status.every((one) => closedStatuses.includes(one)))
}

function hasOnlyOpen({ view }: ListComplaints): boolean {
  return view !== 'all' && view !== 'all_agencies' && view !== 'shared'
}

/** Preliminary reviews that the actor was asked for come before those of others. */
function mineFirst(direction: Direction): Key {
  const [mine, others] = direction === 'asc' ? ['0', '1'] : ['1', '0']
  return { text: `(case when c.reviewer_id = actor_user() then ${mine} else ${others} end)`, type: 'integer' }
}
