import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readColumns } from './columns.ts'
import { readDate } from './dates.ts'
import { layoutOf } from './mapping.ts'
import { readRow } from './read-row.ts'
import { originalCell, safeCell } from '../../../kernel/safe-cell.ts'
import { stateCode, zipCode } from './places.ts'

const header = [
  'Date received', 'Product', 'Sub-product', 'Issue', 'Sub-issue', 'Consumer complaint narrative', 'Company public response', 'Company', 'State', 'ZIP code', 'Tags',
  'Consumer consent provided?', 'Submitted via', 'Date sent to company', 'Company response to consumer', 'Timely response?', 'Consumer disputed?', 'Complaint ID',
]
const columns = readColumns(header)
const today = '2026-11-23'
const good: Record<string, string> = { 'Date received': '2026-11-02', Product: 'Mortgage', Issue: 'Trouble during payment process', Company: 'Acme Home Loans, LLC', 'Complaint ID': '123' }
const row = (changes: Record<string, string> = {}) => header.map((name) => changes[name] ?? good[name] ?? '')
const read = (changes: Record<string, string> = {}) => readRow(row(changes), columns, today)
const complaint = (changes: Record<string, string> = {}) => {
  const result = read(changes)
  if ('reasons' in result) throw new Error(result.reasons.join(' '))
  return result.complaint
}
const reasons = (changes: Record<string, string>) => {
  const result = read(changes)
  return 'reasons' in result ? result.reasons : []
}

describe('the header', () => {
  test('columns may stand in any order and case, beside others', () => {
    expect(readColumns(['extra', ...header.toReversed().map((name) => name.toUpperCase())]).positions.get('cfpbId')).toBe(1)
  })

  test('a file without needed columns is refused, naming them', () => {
    expect(() => readColumns(header.filter((name) => name !== 'Company' && name !== 'Complaint ID'))).toThrow('no column named “Complaint ID”, “Company”')
  })

  test('a file that is something else is refused with what to do', () => {
    expect(() => readColumns(['Name;Street;City'])).toThrow(/none of the columns.*names of the columns/)
  })
})

describe('a row', () => {
  test('tells who received what, when and how', () => {
    expect(complaint({ 'Submitted via': 'Postal mail', Tags: 'Older American, Servicemember', State: 'oh', 'ZIP code': '436XX' })).toMatchObject({
      cfpbId: '123', receivedOn: '2026-11-02', receivedVia: 'mail', complainant: { state: 'OH', zip: '436XX' }, servicemember: true, olderAmerican: true, companyKey: 'acme home loans',
    })
  })

  test('takes blank and N/A alike for missing', () => {
    expect(complaint({ 'Sub-product': 'N/A', Tags: 'N/A', State: '' })).toMatchObject({ labels: { subProduct: '' }, servicemember: false, complainant: { state: null } })
  })

  test('spells company names with plain spaces, whatever the file holds between the words', () => {
    expect(complaint({ Company: 'Acme\u00a0Home\u0085 Loans' }).companyName).toBe('Acme Home Loans')
  })

  test('keeps a narrative’s line breaks, redactions and leading dash', () => {
    expect(complaint({ 'Consumer complaint narrative': '- paid {$500.00} to <XXXX>\r\nand "waited"' }).narrative).toBe('- paid {$500.00} to <XXXX>\nand "waited"')
  })

  test('gives every reason why it cannot be imported', () => {
    expect(reasons({ 'Date received': '', Company: '  ', Product: 'N/A', 'Complaint ID': '' })).toEqual(['There is no Complaint ID.', 'There is no Date received.', 'There is no Company.', 'There is no Product.'])
    const asked = layoutOf(['Date received', 'Product', 'Who?'], { columns: ['receivedOn', 'product', 'company'], dates: { receivedOn: 'ymd' } })
    expect(readRow(['2026-11-02', 'Mortgage', ''], asked, today), 'a heading that ends with a mark is not given a second one').toEqual({ reasons: ['There is no Who?'] })
    expect(reasons({ 'Date received': '2026-02-30' })).toEqual(['Date received is not a date such as 2026-11-23.'])
    expect(reasons({ 'Date received': '2026-11-24' })).toEqual(['Date received lies in the future.'])
    expect(reasons({ 'Complaint ID': 'C-000123' })).toEqual(['Complaint ID is a number of this system, and no CFPB ID.'])
    expect(reasons({ 'Consumer complaint narrative': '💳'.repeat(50_000) })).toEqual([])
    expect(reasons({ 'Consumer complaint narrative': 'é'.repeat(50_001) })).toEqual(['Consumer complaint narrative is longer than 50,000 characters.'])
    expect(reasons({ 'Consumer complaint narrative': 'a\u0000b' })).toEqual(['The row holds a NUL character.'])
  })

  test('with another number of columns is rejected', () => {
    expect(readRow(row().slice(1), columns, today)).toEqual({ reasons: ['The row has fewer columns than the first line, which has 18.'] })
  })

  test('never fails, whatever its cells hold', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 40 }), { minLength: 0, maxLength: 20 }), (cells) => {
        const result = readRow(cells, columns, today)
        return 'reasons' in result ? result.reasons.length > 0 : result.complaint.cfpbId !== '' && result.complaint.receivedOn <= today
      }),
    )
  })
})

test('a date of either spelling is one of the calendar, or none', () => {
  expect(readDate('2/29/2024')).toBe('2024-02-29')
  expect(readDate('2023-02-29')).toBeNull()
  fc.assert(
    fc.property(fc.date({ min: new Date('1990-01-01'), max: new Date('2100-01-01'), noInvalidDate: true }), (date) => {
      const [year = '', month = '', day = ''] = date.toISOString().slice(0, 10).split('-')
      return readDate(`${year}-${month}-${day}`) === `${year}-${month}-${day}` && readDate(`${String(Number(month))}/${String(Number(day))}/${year}`) === `${year}-${month}-${day}`
    }),
  )
})

test('states are known by code and by name, ZIP codes as far as they go', () => {
  expect(['PR', 'AE', 'United States Minor Outlying Islands', 'XX', ''].map(stateCode)).toEqual(['PR', 'AE', 'UM', null, null])
  expect(['01119', '1119', '335XX', 'XXXXX', '90706-1234', '12'].map(zipCode)).toEqual(['01119', '01119', '335XX', '', '90706-1234', ''])
})

test('an escaped cell is no formula, and comes back as it was', () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.tuple(fc.constantFrom('=', '+', '-', '@', '\t', '\r', "'", "'="), fc.string()).map(([start, rest]) => start + rest)), (cell) => {
      return originalCell(safeCell(cell)) === cell && !/^[=+\-@\t\r]/.test(safeCell(cell))
    }),
  )
})
