import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { exchangeReport, gmailReport, noReports, postfixReport } from '#test/world/delivery-reports.ts'
import { readDeliveryReport, readDeliveryStatus } from './delivery-report.ts'

const of = { returnPath: 'bounces+abc@ses.example', to: 'rosa@company.example' }

describe('a report says in codes alone what became of an e-mail:', () => {
  test.each([
    ['Postfix, no such user', postfixReport(of), { kind: 'failed', status: '5.1.1', code: 550 }],
    ['Postfix, still trying', postfixReport(of, { action: 'delayed', status: '4.4.1', diagnosis: 'X-Postfix; connect to mx.company.example[192.0.2.7]:25: Connection timed out' }), { kind: 'delayed', status: '4.4.1', code: null }],
    ['Postfix, given up after days', postfixReport(of, { status: '4.4.1', diagnosis: 'X-Postfix; connect to mx.company.example: Connection timed out' }), { kind: 'failed', status: '4.4.1', code: null }],
    ['Postfix, delivered', postfixReport(of, { action: 'delivered', status: '2.0.0', diagnosis: 'smtp; 250 2.0.0 Ok' }), { kind: 'delivered', status: '2.0.0', code: 250 }],
    ['Exchange, no such recipient', exchangeReport(of), { kind: 'failed', status: '5.1.10', code: 550 }],
    ['Gmail, mailbox full', gmailReport(of), { kind: 'failed', status: '5.2.2', code: 552 }],
    ['with bare line feeds', Buffer.from(postfixReport(of).toString().replaceAll('\r\n', '\n')), { kind: 'failed', status: '5.1.1', code: 550 }],
  ] as const)('%s', async (_name, message, report) => {
    expect(await readDeliveryReport(message)).toEqual(report)
  })

  test.each([
    ['handed on to where nobody reports', 'Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822; a@b\nAction: relayed\nStatus: 2.0.0', null],
    ['without an action', 'Reporting-MTA: dns; a\n\nFinal-Recipient: rfc822; a@b\nStatus: 5.7.1 (refused)', { kind: 'failed', status: '5.7.1', code: null }],
    ['without a status', 'Final-Recipient: rfc822; a@b\nAction: FAILED\nDiagnostic-Code: smtp; 554 5.7.26 no', { kind: 'failed', status: '5.7.26', code: 554 }],
    ['of several, the worst', 'Final-Recipient: rfc822; a@b\nAction: delayed\nStatus: 4.0.0\n\nFinal-Recipient: rfc822; c@d\nAction: failed\nStatus: 5.1.1', { kind: 'failed', status: '5.1.1', code: null }],
    ['about nobody', 'Reporting-MTA: dns; a\nAction: failed\nStatus: 5.1.1', null],
    ['empty', '', null],
  ] as const)('%s', (_name, text, report) => {
    expect(readDeliveryStatus(text)).toEqual(report)
  })
})

test.each(Object.entries(noReports))('%s is no report', async (_name, make) => {
  expect(await readDeliveryReport(make(of)).catch(() => null)).toBeNull()
})

test('whatever comes is a report in codes or none', async () => {
  const lines = fc.array(fc.oneof(fc.constantFrom('Final-Recipient: rfc822; a@b', 'Action: failed', 'Action: delayed', 'Status: 5.1.1', 'Status: 9.9.9', 'Diagnostic-Code: smtp; 999 x', ''), fc.string()), { maxLength: 30 })
  await fc.assert(
    fc.asyncProperty(lines, fc.string(), (given, text) => {
      for (const report of [readDeliveryStatus(given.join('\n')), readDeliveryStatus(text)]) {
        if (report === null) continue
        expect(report.status).toMatch(/^[245]\.\d{1,3}\.\d{1,3}$/)
        expect(Object.keys(report)).toEqual(['kind', 'status', 'code'])
      }
      return Promise.resolve()
    }),
    { numRuns: 300 },
  )
})
