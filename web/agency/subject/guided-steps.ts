import type { Clues } from './subject-queries.ts'

/** The questions of Search for Subject, in the order in which they are asked. */
export const guidedSteps = ['name', 'location', 'employee', 'keywords', 'phone', 'website'] as const
export type GuidedStep = (typeof guidedSteps)[number]

export const stepWords: Record<GuidedStep, { title: string; question: string; hint: string }> = {
  name: { title: 'Name', question: 'What is it called?', hint: 'The name of the firm, branch or person, as far as the consumer knows it. Typos are forgiven.' },
  location: { title: 'Location', question: 'Where is it?', hint: 'Where it sits or works.' },
  employee: { title: 'Employee', question: 'Who works there?', hint: 'The name of somebody whom the consumer dealt with, first name first.' },
  keywords: { title: 'Keywords', question: 'Which other words may help?', hint: 'Words of its name, or of what is known of it.' },
  phone: { title: 'Phone', question: 'What is its phone number?', hint: 'A number that it called from, or that it gave.' },
  website: { title: 'Website', question: 'What is its website?', hint: 'An address such as summit-relief.example.' },
}

/** What was answered so far; `null`: I Do Not Have This Information. */
export type Answers = Partial<Record<GuidedStep, Clues | null>>

/** Everything that was answered, for one search. */
export function cluesOf(answers: Answers): Clues {
  return guidedSteps.reduce<Clues>((known, step) => ({ ...known, ...answers[step] }), {})
}

/** Only after every question a new record is offered: it should not be created twice. */
export function isExhausted(answers: Answers): boolean {
  return guidedSteps.every((step) => step in answers)
}

export function answerWords(answer: Clues | null | undefined): string {
  if (answer === undefined) return 'Not asked yet'
  if (answer === null) return 'Not known'
  return Object.values(answer).filter(Boolean).join(', ')
}
