import type { PdfDocument } from '../../platform/pdf/pdf-document.ts'

export type LetterOnPaper = {
  number: string
  at: Date
  /** Of its issue, in the agency's zone: "November 23, 2026" */
  date: string
  isDraft: boolean
  addressee: string
  subject: string
  body: string
  /** To the company, once issued: until when it is asked to acknowledge receipt. */
  acknowledgeBy: string | null
  agency: { name: string; phone: string | null; email: string | null }
}

/** A letter as a page: who writes, to whom, about what, the text. */
export function letterOnPaper(letter: LetterOnPaper, environment: { training: boolean }): PdfDocument {
  const { agency } = letter
  const reach = [agency.phone, agency.email].filter(Boolean).join(' · ')
  const warning = environment.training ? 'TRAINING: not a real letter' : letter.isDraft ? 'DRAFT' : undefined
  return {
    title: `${letter.subject} (${letter.number})`,
    author: agency.name,
    language: 'en-US',
    createdAt: letter.at,
    header: '',
    footer: `${agency.name} · ${letter.number}`,
    ...(warning === undefined ? {} : { warning }),
    blocks: [
      { kind: 'paragraph', text: agency.name, tone: 'strong' },
      ...(reach === '' ? [] : [{ kind: 'paragraph', text: reach, tone: 'quiet' } as const]),
      { kind: 'rule' },
      { kind: 'gap', points: 18 },
      { kind: 'paragraph', text: letter.date },
      { kind: 'gap', points: 8 },
      { kind: 'paragraph', text: letter.addressee },
      { kind: 'gap', points: 18 },
      { kind: 'heading', level: 1, text: letter.subject },
      { kind: 'gap', points: 4 },
      { kind: 'paragraph', text: letter.body },
      ...(letter.acknowledgeBy === null ? [] : [{ kind: 'gap', points: 14 } as const, { kind: 'rule' } as const, { kind: 'paragraph', text: `Please acknowledge receipt of this letter in the State Examination System by ${letter.acknowledgeBy}.`, tone: 'strong' } as const]),
    ],
  }
}
