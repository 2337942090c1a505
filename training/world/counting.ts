import type { Row, Rows } from './rows.ts'
import { text } from './told.ts'

/**
 * What a complaint's row says of its requests. The database counts them itself, and finds them right: to write each of
 * these rows anew would take a tenth of the seeding.
 */
export function countRequests(rows: Rows): void {
  const requests = Map.groupBy(rows.of('information_request'), (request) => request['complaint_id'])
  for (const complaint of rows.of('complaint')) Object.assign(complaint, countsOf(requests.get(complaint['id'] ?? null) ?? []))
}

function countsOf(requests: readonly Row[]): Row {
  const withCompany = requests.filter(({ status }) => status === 'sent_to_company')
  const answered = requests.filter(({ status }) => status === 'sent_to_agency')
  return {
    requests_sent: withCompany.length + answered.length, requests_answered: answered.length, requests_with_company: withCompany.length,
    requests_to_review: answered.filter((request) => request['quick_look_at'] === null).length, next_request_due: withCompany.map((request) => text(request['due_on'])).filter((due) => due !== '').sort()[0] ?? null,
  }
}
