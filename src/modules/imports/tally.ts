import type { ImportPreview, PreviewComplaint } from './contract.ts'

const most = { reasons: 50, rowsOfReason: 10, names: 20, counted: 20_000, complaints: 20, ids: 500_000 }
type Reason = { count: number; rows: number[]; example: string | null }

/** Adds up what an import would do; what it holds does not grow with the file beyond its limits. */
export class Tally {
  #rows = 0
  #imported = 0
  #known = 0
  #rejected = 0
  #otherReasons = 0
  readonly #reasons = new Map<string, Reason>()
  readonly #companies = new Set<string>()
  readonly #companyNames: string[] = []
  readonly #labels = new Set<string>()
  readonly #complaints: PreviewComplaint[] = []
  readonly #ids = new Set<string>()

  get rows(): number {
    return this.#rows
  }

  read(rows: number): void {
    this.#rows += rows
  }

  known(rows: number): void {
    this.#known += rows
  }

  /** A CFPB ID that came before in this file. */
  cameBefore(cfpbId: string): boolean {
    if (this.#ids.has(cfpbId)) return true
    if (this.#ids.size < most.ids) this.#ids.add(cfpbId)
    return false
  }

  rejected(row: number, reasons: readonly string[], example: (reason: string) => string | null): void {
    this.#rejected += 1
    for (const reason of reasons) {
      const known = this.#reasons.get(reason)
      if (known === undefined && this.#reasons.size >= most.reasons) {
        this.#otherReasons += 1
        continue
      }
      const entry = known ?? { count: 0, rows: [], example: example(reason) }
      entry.count += 1
      if (entry.rows.length < most.rowsOfReason) entry.rows.push(row)
      this.#reasons.set(reason, entry)
    }
  }

  imported(complaint: () => PreviewComplaint): void {
    this.#imported += 1
    if (this.#complaints.length < most.complaints) this.#complaints.push(complaint())
  }

  newCompany(key: string, name: string): void {
    if (this.#companies.has(key) || this.#companies.size >= most.counted) return
    this.#companies.add(key)
    if (this.#companyNames.length < most.names) this.#companyNames.push(name)
  }

  unknownLabel(label: string): void {
    if (this.#labels.size < most.counted) this.#labels.add(label)
  }

  preview(isWhole: boolean, stoppedBy: string | null = null): ImportPreview {
    return {
      rows: this.#rows, imported: this.#imported, known: this.#known, rejected: this.#rejected, isWhole, stoppedBy,
      reasons: [...this.#reasons].map(([reason, entry]) => ({ reason, ...entry })).toSorted((a, b) => b.count - a.count),
      otherReasons: this.#otherReasons,
      newCompanies: { count: this.#companies.size, names: this.#companyNames },
      unknownCategories: { count: this.#labels.size, labels: [...this.#labels].slice(0, most.names) },
      complaints: this.#complaints,
    }
  }
}
