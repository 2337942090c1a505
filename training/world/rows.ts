import type { ClientBase } from 'pg'

export type Row = Record<string, string | number | boolean | null | string[] | Record<string, unknown>>

/** In the order in which they may be written: what others refer to comes first. */
const tables = [
  'agency', 'company', 'company_branch', 'company_individual', 'nmls_contact', 'person', 'account', 'credential', 'one_time_link', 'company_contacts', 'enrollment', 'enrollment_reminder', 'user_verification',
  'saved_filter', 'request_template', 'request_set', 'request_set_item', 'company_deputy', 'entity', 'complaint', 'complaint_detail', 'complainant', 'preliminary_review', 'referral', 'complaint_access', 'complaint_delivery', 'request_sending', 'information_request', 'request_round', 'request_ask', 'request_drafter', 'response_submission', 'response', 'response_comment', 'discussion_post', 'discussion_mention', 'discussion_former_text', 'letter', 'document', 'closure', 'cancellation', 'reopening', 'complaint_retention',
  'research_entry', 'alleged_violation', 'related_record', 'request_reminder', 'webhook',
  'task', 'task_holder', 'notification', 'audit_entry',
] as const
export type Table = (typeof tables)[number]

/** Rows by table, collected and then written with one statement for each thousand. */
export class Rows {
  readonly #rows = new Map<Table, Row[]>(tables.map((table) => [table, []]))

  /** Every row of a table must name the same columns. */
  add(table: Table, ...rows: Row[]): void {
    this.#rows.get(table)?.push(...rows)
  }

  of(table: Table): readonly Row[] {
    return this.#rows.get(table) ?? []
  }

  remove(table: Table, which: (row: Row) => boolean): void {
    this.#rows.set(table, this.of(table).filter((row) => !which(row)))
  }

  async write(client: ClientBase): Promise<void> {
    for (const table of tables) {
      const rows = this.of(table)
      for (let start = 0; start < rows.length; start += 1000) await writeSome(client, table, rows.slice(start, start + 1000))
    }
  }
}

async function writeSome(client: ClientBase, table: Table, rows: readonly Row[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).map((column) => client.escapeIdentifier(column)).join(', ')
  await client.query(`insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, $1)`, [JSON.stringify(rows)])
}

/** As the database takes it. */
export function instant(moment: number): string {
  return new Date(moment).toISOString()
}
