/** What an answer consists of, as far as its sending depends on it. */
export type AnswerContent = {
  text: string
  links: readonly string[]
  documents: readonly { name: string; state: 'uploading' | 'stored'; scan: 'pending' | 'clean' | 'infected' | 'not_scanned' }[]
  acknowledgeOnly: boolean
}

/** What is sent where a request asks only to acknowledge receipt and nothing else was written. */
export const acknowledgment = 'We acknowledge receipt of this request.'

export function isBlank({ text, links, documents }: Omit<AnswerContent, 'acknowledgeOnly'>): boolean {
  return text.trim() === '' && links.length === 0 && documents.length === 0
}

export type NotReady = { field: 'text' | 'documents'; sentence: string }

/** Why an answer cannot be sent yet; nothing: it can (docs/rules.md 4). */
export function whyNotReady(answer: AnswerContent): NotReady[] {
  const problems: NotReady[] = []
  const unfinished = answer.documents.filter((document) => document.state === 'uploading').length
  if (unfinished > 0) problems.push({ field: 'documents', sentence: `${String(unfinished)} ${unfinished === 1 ? 'file is' : 'files are'} not up yet. Wait until they are, or remove them.` })
  for (const { name } of answer.documents.filter((document) => document.scan === 'infected')) problems.push({ field: 'documents', sentence: `Malware was found in ${name}. Remove it; nobody could open it.` })
  if (!answer.acknowledgeOnly && isBlank(answer)) problems.push({ field: 'text', sentence: 'Write an answer, attach a file or give a file-sharing link.' })
  return problems
}

/** What does not keep an answer back and its sender should know. */
export function remarksOn({ documents }: Pick<AnswerContent, 'documents'>): string[] {
  const checked = documents.filter((document) => document.state === 'stored' && document.scan === 'pending').length
  return checked === 0 ? [] : [`${String(checked)} ${checked === 1 ? 'file is' : 'files are'} still being checked for malware. The agency can open ${checked === 1 ? 'it' : 'them'} afterwards.`]
}
