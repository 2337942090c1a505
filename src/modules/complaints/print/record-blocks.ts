import { displayId } from '../../../kernel/ids.ts'
import { closeReasonWords } from '../domain/closing.ts'
import type { PrintPart } from '../domain/print-parts.ts'
import type { PrintBlock, PrintView } from '../print-contract.ts'
import { printedHistoryAtMost, type RecordForPrint } from '../queries/read-for-print.ts'
import { printWords, type PrintWords } from './print-words.ts'

type Fact = { label: string; value: string }

/** The chosen parts as they stand on paper. A part without anything says so, so that nobody takes it for left out. */
export function recordOnPaper(found: RecordForPrint, parts: readonly PrintPart[], environment: { training: boolean }): PrintView {
  const words = printWords(found.zone)
  const { record } = found
  const from = environment.training ? 'the training environment' : 'the State Examination System'
  const exported = `Printed by ${found.by.name}, ${found.by.agency}, ${words.time(found.at)}, from ${from}`
  return {
    title: `${record.number} ${record.subjectName}`.trim(),
    number: record.number,
    exported,
    exportedAt: found.at.toISOString(),
    warning: environment.training ? 'TRAINING: not a real complaint' : null,
    blocks: [
      { kind: 'heading', level: 1, text: `${record.number} ${record.subjectName}`.trim() },
      { kind: 'paragraph', text: exported, tone: 'quiet' },
      ...(Object.keys(drawn) as PrintPart[]).filter((part) => parts.includes(part)).flatMap((part) => drawn[part](found, words)),
    ],
  }
}

const drawn: Record<PrintPart, (found: RecordForPrint, words: PrintWords) => PrintBlock[]> = {
  summary: ({ record }, words) =>
    part('Summary', facts([
      { label: 'Status', value: words.plain(record.status) },
      { label: 'Agency', value: record.agency.name },
      { label: 'Agency POC', value: record.agencyPoc?.name ?? 'Nobody yet' },
      { label: 'Company', value: [record.subject?.name, record.subject?.sesId].filter(Boolean).join(', ') },
      { label: 'Branch', value: record.subject?.branch ?? '' },
      { label: 'Individual', value: record.subject?.individual ?? '' },
      { label: 'Company POC', value: record.detail?.companyPoc?.name ?? '' },
      { label: 'Waiting for', value: record.waitingFor === null ? '' : record.waitingFor === 'agency' ? record.agency.name : 'The company' },
      { label: 'Next due', value: words.date(record.nextDue) },
      { label: 'Requests', value: record.requestsSent ? `${String(record.requestsAnswered ?? 0)} of ${String(record.requestsSent)} answered` : 'None sent' },
      { label: 'Received', value: words.date(record.receivedOn) },
      { label: 'Closed', value: words.day(record.closedAt) },
      { label: 'Days open', value: record.daysOpen === null ? '' : String(record.daysOpen) },
    ])),
  details: ({ record }, words) =>
    part('Details', facts([
      { label: 'Received by', value: words.plain(record.detail?.receivedVia ?? null) },
      { label: 'Entered', value: [words.time(record.createdAt), record.enteredBy?.name].filter(Boolean).join(', ') },
      { label: 'First sent', value: words.time(record.firstSentAt) },
      { label: 'CFPB ID', value: record.cfpbId ?? '' },
      { label: 'Business type', value: words.plain(record.businessType) },
      { label: 'Business activities', value: record.businessActivities.join(', ') },
      { label: 'Product', value: [record.categories.product?.name, record.categories.subProduct?.name].filter(Boolean).join(': ') },
      { label: 'Issue', value: [record.categories.issue?.name, record.categories.subIssue?.name].filter(Boolean).join(': ') },
      { label: 'Transaction', value: [words.date(record.transactionDate), record.transactionCity, record.transactionState].filter(Boolean).join(', ') },
      { label: 'Amount', value: words.money(record.detail?.transactionAmount ?? null) },
      { label: 'Complaint due', value: words.date(record.dueOn) },
    ])),
  complainant: ({ record }) => {
    const who = record.detail?.complainant
    if (who === null || who === undefined) return part('Complainant', says('Restricted: only the owning agency sees who complained.'))
    return part('Complainant', facts([
      { label: 'Restricted', value: who.restricted ? 'Yes: only the owning agency sees these details' : '' },
      { label: 'Name', value: `${who.firstName} ${who.lastName}`.trim() },
      { label: 'Address', value: [who.street, [who.city, [who.state, who.zip].filter(Boolean).join(' ')].filter(Boolean).join(', ')].filter(Boolean).join('\n') },
      { label: 'E-mail', value: who.email },
      { label: 'Phone', value: who.phone },
      { label: 'Language', value: who.language },
      { label: 'Tags', value: [who.servicemember ? 'Servicemember' : '', who.olderAmerican ? 'Older American' : ''].filter(Boolean).join(', ') },
      { label: 'Represented by', value: who.representedBy === 'nobody' ? '' : `${who.representativeName} (${who.representedBy})` },
    ]))
  },
  narrative: ({ record }) => [
    ...part('Description', says(record.detail?.narrative || 'No description.')),
    ...(record.detail?.desiredOutcome ? [{ kind: 'heading', level: 3, text: 'Desired outcome' } as const, ...says(record.detail.desiredOutcome)] : []),
  ],
  requests: ({ requests, answers }, words) =>
    part('Requests and answers', requests.flatMap((request) => [
      { kind: 'heading', level: 3, text: `${displayId('request', request.number)} ${request.title}` },
      ...facts([
        { label: 'Status', value: words.plain(request.status) },
        { label: 'Sent', value: [words.time(request.sent_at), request.sent_by].filter(Boolean).join(', ') },
        { label: 'Due', value: [words.date(request.due_on), request.original_due_on !== null && request.original_due_on !== request.due_on ? `first ${words.date(request.original_due_on)}` : ''].filter(Boolean).join('; ') },
        { label: 'Answered', value: words.time(request.answered_at) },
        { label: 'Canceled', value: words.time(request.canceled_at) },
      ]),
      ...says(request.description),
      ...answers.filter((answer) => answer.request_id === request.id).flatMap((answer): PrintBlock[] => [
        { kind: 'paragraph', tone: 'strong', text: `Answer${answer.round > 1 ? `, round ${String(answer.round)}` : ''}${answer.restricted ? ', restricted' : ''}: ${[answer.sent_by, words.time(answer.sent_at)].filter(Boolean).join(', ')}` },
        ...says(answer.text || 'Documents or links only.'),
        ...says(answer.links.join('\n')),
      ]),
    ]), 'No request was written.'),
  documents: ({ documents }, words) =>
    part('Documents', documents.length === 0 ? [] : [{
      kind: 'table',
      head: ['Name', 'Size', 'Added', 'SHA-256'],
      widths: [3, 1, 2.2, 3.2],
      rows: documents.map((file) => [file.original_name, words.size(file.size), `${words.day(file.created_at)}, ${file.uploaded_by}`, file.sha256 ?? '']),
    }], 'No document.'),
  research: ({ research }, words) =>
    part('Research and communication', research.flatMap((entry): PrintBlock[] => [
      { kind: 'paragraph', tone: 'strong', text: [words.date(entry.happened_on), entry.kind === 'research' ? 'Research' : [words.plain(entry.channel), words.plain(entry.party), entry.with_whom].filter(Boolean).join(', '), entry.by].filter(Boolean).join(' · ') },
      ...says(entry.text),
    ]), 'Nothing was noted.'),
  violations: ({ violations }, words) =>
    part('Alleged violations', violations.flatMap((violation): PrintBlock[] => [
      { kind: 'paragraph', tone: 'strong', text: [violation.citation || 'No citation', words.plain(violation.standing), `${violation.by}, ${words.day(violation.added_at)}`].join(' · ') },
      ...says(violation.description),
    ]), 'None.'),
  discussion: ({ discussion }, words) =>
    part('Discussion of agencies', [
      ...(discussion.isCut ? says(`Only the latest ${discussion.posts.length.toLocaleString('en-US')} posts.`) : []),
      ...discussion.posts.flatMap((post): PrintBlock[] => [
        { kind: 'paragraph', tone: 'strong', text: [post.author, post.agency, words.time(post.at), post.editedAt === null || post.deletedAt !== null ? '' : `edited ${words.time(post.editedAt)}`].filter(Boolean).join(' · ') },
        ...says(post.deletedAt === null ? post.text : `Deleted by its author, ${words.time(post.deletedAt)}.`),
        ...(post.documents.length === 0 ? [] : [{ kind: 'paragraph' as const, tone: 'quiet' as const, text: `Documents: ${post.documents.join(', ')}` }]),
      ]),
    ], 'Nobody posted.'),
  letters: ({ letters }, words) =>
    part('Letters', letters.flatMap((letter): PrintBlock[] => [
      { kind: 'heading', level: 3, text: letter.subject },
      { kind: 'paragraph', tone: 'quiet', text: `Issued ${words.time(letter.issued_at)} by ${letter.by}, ${letter.side === 'company' ? letterToCompany(letter, words) : letter.sent_via === 'mail' ? 'by post' : 'by e-mail'}` },
      ...says(letter.addressee),
      ...says(letter.body),
    ]), 'No letter was issued.'),
  closures: ({ record, cancellations, reopenings }, words) =>
    part('Closures', [
      ...(record.detail?.closures ?? []).flatMap((closure): PrintBlock[] => [
        { kind: 'heading', level: 3, text: `${closeReasonWords[closure.reason]}, ${words.day(closure.closedAt)}` },
        ...facts([
          { label: 'Closed by', value: closure.closedBy.name },
          { label: 'Days open', value: String(closure.daysOpen) },
          { label: 'Relief', value: closure.reliefAmount === null ? '' : `${words.money(closure.reliefAmount)}, paid ${words.date(closure.reliefPaidOn)}` },
          { label: 'Reference', value: closure.reference ?? '' },
          { label: 'Internal notes', value: closure.notes },
          { label: 'Comments to company', value: closure.commentsToCompany },
        ]),
      ]),
      ...reopenings.flatMap((one) => event('Reopened', one, words)),
      ...cancellations.flatMap((one) => event('Canceled', one, words)),
    ], 'Not closed so far.'),
  history: ({ history }, words) =>
    part('History', [
      ...(history.length >= printedHistoryAtMost ? says(`Only the latest ${printedHistoryAtMost.toLocaleString('en-US')} entries.`) : []),
      { kind: 'table', head: ['When', 'What', 'Who'], widths: [2, 4, 3], rows: history.map((entry) => [words.time(entry.at), entry.sentence, [entry.by, entry.organisation].filter(Boolean).join(', ')]) },
    ]),
}

function part(title: string, blocks: PrintBlock[], nothing = 'Nothing was entered.'): PrintBlock[] {
  return [{ kind: 'heading', level: 2, text: title }, ...(blocks.length > 0 ? blocks : says(nothing))]
}

function facts(items: Fact[]): PrintBlock[] {
  const known = items.filter(({ value }) => value !== '')
  return known.length === 0 ? [] : [{ kind: 'facts', items: known }]
}

function says(text: string): PrintBlock[] {
  return text === '' ? [] : [{ kind: 'paragraph', text }]
}

function event(title: string, one: { reason: string; at: Date; by: string }, words: PrintWords): PrintBlock[] {
  return [{ kind: 'paragraph', tone: 'strong', text: `${title} ${words.time(one.at)} by ${one.by}` }, ...says(one.reason)]
}

function letterToCompany(letter: { acknowledged_at: Date | null; withdrawn_at: Date | null }, words: PrintWords): string {
  const acknowledged = letter.acknowledged_at === null ? '' : `; acknowledged ${words.time(letter.acknowledged_at)}`
  return `to the company${acknowledged}${letter.withdrawn_at === null ? '' : `; withdrawn ${words.time(letter.withdrawn_at)}`}`
}
