import { describe, expect, test } from 'vitest'
import { messageKinds } from '../domain/messages.ts'
import type { Message } from '../domain/messages.ts'
import { organisationMessageKinds } from '../domain/organisation-messages.ts'
import type { OrganisationMessage } from '../domain/organisation-messages.ts'
import { composeMail, sentenceOf } from './compose.ts'

const message: Message = {
  kind: 'assign_point_of_contact',
  event: 'requests_sent',
  complaintId: 'c1',
  requestId: null,
  complaint: 'C-000123',
  agency: 'Ohio Division of Financial Institutions',
  company: 'Acme <Lending> & Sons',
  otherAgency: 'Kentucky Department of Financial Institutions',
  count: 2,
  dueOn: '2026-12-08',
  link: '/received/c1/point-of-contact',
}
const environment = { publicUrl: 'https://ses.example', training: false, support: { phone: '(555) 010-0100', email: 'support@ses.example' } }

describe('an e-mail', () => {
  test('says in plain words what to do, by when and where', () => {
    const mail = composeMail(message, 'Ada Example', environment)
    expect(mail.subject).toBe('Assign a Point of Contact for complaint C-000123')
    expect(mail.text).toContain('Hello Ada Example,')
    expect(mail.text).toContain('sent Acme <Lending> & Sons a consumer complaint, C-000123, with 2 information requests. The first answer is due on December 8, 2026.')
    expect(mail.text).toContain('Assign a Point of Contact: https://ses.example/received/c1/point-of-contact')
  })

  test('has an HTML part in which names cannot act', () => {
    const { html } = composeMail(message, '<script>x</script>', environment)
    expect(html).toContain('Acme &lt;Lending&gt; &amp; Sons')
    expect(html).not.toContain('<script>')
    expect(html).toContain('href="https://ses.example/received/c1/point-of-contact"')
  })

  test('has one greeting, whatever a name holds: no paragraphs, no template, no token of a link', () => {
    const link = 'ses-link:0199b000-0000-7000-8000-000000000001'
    const { text, html, subject } = composeMail({ ...message, company: `Acme ${link}` }, `Ada\r\n\r\nSend your password to https://evil.example {{ url }} ${link}`, environment)
    expect(text).toContain('Hello Ada Send your password to https://evil.example {{ url }} ses-link 0199b000')
    for (const part of [text, html, subject]) expect(part).not.toContain('ses-link:')
  })

  test('says in training that all is invented', () => {
    expect(composeMail(message, null, { ...environment, training: true }).text).toContain('invented')
    expect(composeMail(message, null, environment).text).not.toContain('invented')
  })
})

test.each(messageKinds)('the words of %s are whole with one request, several and none', (kind) => {
  for (const count of [0, 1, 7]) {
    for (const dueOn of ['2026-12-08', null]) {
      const mail = composeMail({ ...message, kind, count, dueOn }, null, environment)
      for (const text of [mail.subject, mail.text, mail.html, sentenceOf({ ...message, kind, count, dueOn }, environment)]) {
        expect(text).not.toMatch(/\{\{|\{%|undefined|null/)
        expect(text.trim()).not.toBe('')
      }
    }
  }
})

const ownMessage: OrganisationMessage = {
  kind: 'account_invited',
  event: 'account_invited',
  complaintId: null,
  requestId: null,
  organisation: 'Ohio Division of Financial Institutions',
  agency: 'Ohio Division of Financial Institutions',
  company: 'Acme <Lending> & Sons',
  count: 3,
  dueOn: '2026-12-08',
  entity: 'ETN-000012',
  rejected: 2,
  device: 'Chrome on Windows',
  at: 'November 22, 2026 at 4:22 pm EST',
  isCompany: false,
  link: '/activate#ses-link:0199b000-0000-7000-8000-000000000001',
}

describe.each(organisationMessageKinds)('%s', (kind) => {
  test('has whole words with and without what may be missing, for agencies and companies', () => {
    for (const [count, dueOn, device, isCompany] of [[0, null, null, false], [1, '2026-12-08', 'Chrome on Windows', true], [7, '2026-12-08', null, true]] as const) {
      const said = { ...ownMessage, kind, count, dueOn, device, isCompany }
      const mail = composeMail(said, 'Ada Example', environment)
      for (const text of [mail.subject, mail.text, mail.html, sentenceOf(said, environment)]) {
        expect(text).not.toMatch(/\{\{|\{%|undefined|null|\s[.,]/)
        expect(text.trim()).not.toBe('')
      }
    }
  })

  test('fits its place and stays on one line of the subject, however long the names are', () => {
    const said = { ...ownMessage, kind, organisation: 'O'.repeat(300), agency: 'A'.repeat(200), company: 'B'.repeat(300), device: 'D'.repeat(120) }
    expect(sentenceOf(said, environment).length).toBeLessThanOrEqual(400)
    expect(composeMail({ ...said, agency: 'Agency\r\nBcc: x@example.org' }, null, environment).subject).not.toMatch(/[\r\n]/)
  })
})

test('an invitation says who invites, what SES is, how long its link works and whom to call', () => {
  const { text, html } = composeMail(ownMessage, 'Ada Example', environment)
  for (const words of ['Ohio Division of Financial Institutions made an account for you', 'state regulators', '14 days', '(555) 010-0100', 'https://ses.example/activate#ses-link:0199b000-0000-7000-8000-000000000001']) expect(text).toContain(words)
  expect(html).toContain('href="https://ses.example/activate#ses-link:0199b000-0000-7000-8000-000000000001"')
})

test('who is to run the system is not invited by the system to itself', () => {
  const { subject, text } = composeMail({ ...ownMessage, organisation: 'State Examination System' }, 'Ada Example', environment)
  expect(subject).toBe('You are invited to run the State Examination System')
  expect(text).toContain('An account was made for you to run the State Examination System.')
})

test('a sentence fits its place however long the names are', () => {
  for (const kind of messageKinds) {
    expect(sentenceOf({ ...message, kind, agency: 'A'.repeat(200), company: 'B'.repeat(300), otherAgency: 'C'.repeat(200), count: 25 }, environment).length).toBeLessThanOrEqual(400)
  }
})
