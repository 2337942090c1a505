import { describe, expect, test } from 'vitest'
import { messageKinds } from '../domain/messages.ts'
import type { Message } from '../domain/messages.ts'
import { composeMail, sentenceOf } from './compose.ts'

const message: Message = {
  kind: 'assign_point_of_contact',
  event: 'requests_sent',
  complaintId: 'c1',
  requestId: null,
  complaint: 'C-000123',
  agency: 'Ohio Division of Financial Institutions',
  company: 'Acme <Lending> & Sons',
  count: 2,
  dueOn: '2026-12-08',
  link: '/received/c1/point-of-contact',
}
const environment = { publicUrl: 'https://ses.example', training: false }

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

  test('says in training that all is invented', () => {
    expect(composeMail(message, null, { ...environment, training: true }).text).toContain('invented')
    expect(composeMail(message, null, environment).text).not.toContain('invented')
  })
})

test.each(messageKinds)('the words of %s are whole with one request, several and none', (kind) => {
  for (const count of [0, 1, 7]) {
    for (const dueOn of ['2026-12-08', null]) {
      const mail = composeMail({ ...message, kind, count, dueOn }, null, environment)
      for (const text of [mail.subject, mail.text, mail.html, sentenceOf({ ...message, kind, count, dueOn })]) {
        expect(text).not.toMatch(/\{\{|\{%|undefined|null/)
        expect(text.trim()).not.toBe('')
      }
    }
  }
})

test('a sentence fits its place however long the names are', () => {
  for (const kind of messageKinds) {
    expect(sentenceOf({ ...message, kind, agency: 'A'.repeat(200), company: 'B'.repeat(300), count: 25 }).length).toBeLessThanOrEqual(400)
  }
})
