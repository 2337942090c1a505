import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'csv-parse/sync'
import { z } from 'zod'
import { zipCode } from '#src/modules/imports/domain/places.ts'
import { normaliseLineBreaks } from '#src/kernel/text.ts'
import type { Family } from './companies.ts'

/** What is kept of a real complaint: everything but when, about whom and by whom. */
export type SourceComplaint = {
  receivedOn: string
  labels: { product: string; subProduct: string; issue: string; subIssue: string }
  family: Family
  narrative: string
  state: string
  zip: string
  servicemember: boolean
  olderAmerican: boolean
  via: string
  outcome: string
}

const Row = z.object({
  'Date received': z.string(), Product: z.string(), 'Sub-product': z.string(), Issue: z.string(), 'Sub-issue': z.string(),
  'Consumer complaint narrative': z.string(), State: z.string(), 'ZIP code': z.string(), Tags: z.string(), 'Submitted via': z.string(),
  'Company response to consumer': z.string(),
})

/** The 2,000 complaints of the CFPB's public database, oldest first. */
export function readSource(): SourceComplaint[] {
  const text = readFileSync(join(import.meta.dirname, '../data/cfpb-complaints.csv'), 'utf8')
  return Row.array()
    .parse(parse(text, { columns: true }))
    .map((row): SourceComplaint => ({
      receivedOn: row['Date received'],
      labels: { product: row.Product, subProduct: row['Sub-product'], issue: row.Issue, subIssue: row['Sub-issue'] },
      family: familyOf(row.Product),
      narrative: normaliseLineBreaks(row['Consumer complaint narrative']).trim(),
      state: row.State,
      zip: zipCode(row['ZIP code']),
      servicemember: row.Tags.includes('Servicemember'),
      olderAmerican: row.Tags.includes('Older American'),
      via: row['Submitted via'],
      outcome: row['Company response to consumer'],
    }))
    .sort((a, b) => a.receivedOn.localeCompare(b.receivedOn))
}

function familyOf(product: string): Family {
  const label = product.toLowerCase()
  if (label.includes('mortgage')) return 'mortgage'
  if (label.includes('debt')) return 'debt'
  if (label.includes('credit reporting')) return 'credit_reporting'
  if (label.includes('student')) return 'student'
  if (label.includes('vehicle')) return 'auto'
  if (label.includes('money')) return 'money'
  if (label.includes('payday') || label.includes('consumer loan')) return 'loan'
  return 'bank'
}
