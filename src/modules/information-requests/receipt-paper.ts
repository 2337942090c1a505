import type { PdfBlock, PdfDocument } from '../../platform/pdf/pdf-document.ts'
import type { Receipt } from './queries/submissions.ts'

/** A receipt as a page: that, when and by whom answers were sent, and with which bytes. */
export function receiptOnPaper(receipt: Receipt, environment: { training: boolean }): PdfDocument {
  const { company } = receipt
  const title = `Receipt: answers to ${receipt.complaint}`
  return {
    title,
    author: 'State Examination System',
    language: 'en-US',
    createdAt: receipt.readAt,
    header: `${receipt.complaint} · receipt ${receipt.id}`,
    footer: `Taken out by ${receipt.readBy}, ${utc(receipt.readAt)}`,
    ...(environment.training ? { warning: 'TRAINING: not a real receipt' } : {}),
    blocks: [
      { kind: 'heading', level: 1, text: title },
      { kind: 'paragraph', text: `${company.name} submitted ${answers(receipt.answers.length + receipt.hidden)} to ${receipt.agency}. What was submitted cannot be changed.` },
      {
        kind: 'facts',
        items: [
          { label: 'Complaint', value: receipt.complaint },
          { label: 'Company', value: `${company.name} (${company.sesId})` },
          { label: 'Agency', value: receipt.agency },
          { label: 'Submitted', value: inZone(receipt.submittedAt, company.timeZone) },
          { label: 'The same in UTC', value: utc(receipt.submittedAt) },
          { label: 'Submitted by', value: receipt.actedFor === null ? `${receipt.submittedBy}, Company POC` : `${receipt.submittedBy}, deputy of the Company POC, ${receipt.actedFor}` },
          { label: 'Receipt', value: receipt.id },
        ],
      },
      ...receipt.answers.flatMap(answerBlocks),
      ...(receipt.hidden === 0 ? [] : [{ kind: 'paragraph', tone: 'strong', text: `${receipt.hidden === 1 ? 'One more answer was' : `${String(receipt.hidden)} more answers were`} submitted together with ${receipt.answers.length === 0 ? 'nothing else' : 'these'} and ${receipt.hidden === 1 ? 'is' : 'are'} restricted. The Company POC and the agency can take out the full receipt.` } as const]),
      { kind: 'gap', points: 8 },
      { kind: 'paragraph', tone: 'quiet', text: 'SHA-256 is a number made of the bytes of a text (in UTF-8) or file. Two that are alike in every byte have the same one; if anything differs, so does the number.' },
    ],
  }
}

function answerBlocks(answer: Receipt['answers'][number]): PdfBlock[] {
  return [
    { kind: 'heading', level: 2, text: `${answer.number} ${answer.title}` },
    {
      kind: 'facts',
      items: [
        { label: 'Round', value: String(answer.round) },
        { label: 'Text', value: answer.characters === 0 ? 'None' : `${answer.characters.toLocaleString('en-US')} characters` },
        ...(answer.characters === 0 ? [] : [{ label: 'SHA-256 of the text', value: answer.textSha256 }]),
        ...answer.links.map((link) => ({ label: 'File-sharing link', value: link })),
        ...(answer.restricted ? [{ label: 'Restricted', value: 'Within the company only the Company POC reads it' }] : []),
        ...(answer.documents.length === 0 ? [{ label: 'Files', value: 'None' }] : []),
      ],
    },
    ...(answer.documents.length === 0
      ? []
      : [{ kind: 'table', head: ['File', 'Bytes', 'SHA-256'], widths: [3, 1.2, 5], rows: answer.documents.map((document) => [document.name, document.size.toLocaleString('en-US'), document.sha256 ?? 'not known']) } as const]),
  ]
}

function answers(count: number): string {
  return count === 1 ? 'one answer' : `${String(count)} answers`
}

function inZone(at: Date, zone: string): string {
  return at.toLocaleString('en-US', { timeZone: zone, dateStyle: 'full', timeStyle: 'long' })
}

function utc(at: Date): string {
  return `${at.toISOString().slice(0, 19).replace('T', ' ')} UTC`
}
