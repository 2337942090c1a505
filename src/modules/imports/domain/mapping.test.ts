import { expect, test } from 'vitest'
import { guessDateFormat, readDate } from './dates.ts'
import { guessMapping, isOwnExport, isRejectedFile, mappingProblems } from './mapping.ts'

test('columns are guessed whatever their case and punctuation, each field once', () => {
  const header = ['DATE RECEIVED', 'respondent_name', 'Product', 'nmls #', 'Company', 'E-Mail', 'Complaint ID', 'Anything']
  expect(guessMapping(header, []).columns).toEqual(['receivedOn', null, 'product', 'nmlsId', 'company', 'email', null, null])
})

test('Complaint ID is the CFPB’s own in its export alone', () => {
  expect(guessMapping(['Date received', 'Company', 'Product', 'Submitted via', 'Complaint ID'], []).columns[4]).toBe('cfpbId')
  expect(guessMapping(['Complaint ID', 'CFPB ID', 'Subject', 'Agency', 'Agency POC', 'Received', 'Product'], []).columns).toEqual([null, 'cfpbId', 'company', null, null, 'receivedOn', 'product'])
})

test('our own list is known whichever of its columns were exported', () => {
  expect(isOwnExport(['Complaint ID', 'Subject', 'Received', 'Product'])).toBe(true)
  expect(isOwnExport(['Complaint ID', 'Status', 'Agency', 'Subject', 'Agency POC', 'Our remarks'])).toBe(true)
  expect(isOwnExport(['Complaint ID', 'Company', 'Received', 'Product'])).toBe(false)
  expect(isOwnExport(['Subject', 'Received', 'Product', 'First name'])).toBe(false)
})

test('the columns of a file of rejected rows are passed over', () => {
  const header = ['Reason', 'Row', 'Date received', 'Company', 'Product']
  expect(isRejectedFile(header)).toBe(true)
  expect(guessMapping(header, []).columns.slice(0, 2)).toEqual([null, null])
})

test('how dates are written shows in their values; what can be read both ways is asked', () => {
  expect(guessDateFormat(['11/23/2026', '03/04/2026'])).toEqual({ format: 'mdy', ambiguous: false })
  expect(guessDateFormat(['23/11/2026', '03/04/2026'])).toEqual({ format: 'dmy', ambiguous: false })
  expect(guessDateFormat(['2026-11-23', ''])).toEqual({ format: 'ymd', ambiguous: false })
  expect(guessDateFormat(['46349', '46350'])).toEqual({ format: 'excel', ambiguous: false })
  expect(guessDateFormat(['03/04/2026', 'unknown'])).toEqual({ format: 'mdy', ambiguous: true })
  expect(guessDateFormat(['04/04/2026'])).toEqual({ format: 'mdy', ambiguous: false })
  expect([readDate('46349', 'excel'), readDate('60', 'excel'), readDate('31/02/2026', 'dmy'), readDate('1/2/26', 'mdy')]).toEqual(['2026-11-23', null, null, '2026-01-02'])
})

test('an import needs a date, a product and a company', () => {
  expect(mappingProblems({ columns: [null], dates: {} }, ['A']).map(({ sentence }) => sentence)).toEqual([
    'Choose the column with the date received.',
    'Choose the column that names the company, or its NMLS ID or SES ID, or a Non-NMLS entity’s ID.',
    'Choose the column with the product.',
  ])
  expect(mappingProblems({ columns: ['receivedOn', 'sesId', 'product'], dates: { receivedOn: 'ymd' } }, ['A', 'B', 'C'])).toEqual([])
})
