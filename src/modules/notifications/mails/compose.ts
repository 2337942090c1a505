import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Liquid } from 'liquidjs'
import type { Message } from '../domain/messages.ts'
import { texts } from './texts.ts'

const plain = new Liquid({ strictVariables: false, strictFilters: true })
const safe = new Liquid({ strictVariables: false, strictFilters: true, outputEscape: 'escape' })
const textLayout = plain.parse(readFileSync(join(import.meta.dirname, 'layout.text.liquid'), 'utf8'))
const htmlLayout = safe.parse(readFileSync(join(import.meta.dirname, 'layout.html.liquid'), 'utf8'))

export type MailEnvironment = { publicUrl: string; training: boolean }
export type ComposedMail = { subject: string; text: string; html: string }

/** The line in the list of notifications. */
export function sentenceOf(message: Message): string {
  return render(texts[message.kind].sentence, message)
}

export function composeMail(message: Message, name: string | null, { publicUrl, training }: MailEnvironment): ComposedMail {
  const text = texts[message.kind]
  const view = {
    name,
    subject: render(text.subject, message),
    paragraphs: text.paragraphs.map((paragraph) => render(paragraph, message)).filter((paragraph) => paragraph !== ''),
    action: text.action,
    url: new URL(message.link, publicUrl).href,
    training,
  }
  return { subject: view.subject, text: rendered(plain, textLayout, view), html: rendered(safe, htmlLayout, view) }
}

function render(template: string, message: Message): string {
  const { complaint, count } = message
  const view = { complaint, count, agency: shortened(message.agency), company: shortened(message.company), dueOn: message.dueOn === null ? null : inWords(message.dueOn) }
  return rendered(plain, plain.parse(template), view).replace(/\s+/g, ' ').trim()
}

function rendered(engine: Liquid, template: ReturnType<Liquid['parse']>, view: object): string {
  return String(engine.renderSync(template, view))
}

/** A sentence has room for two names of this length. */
function shortened(name: string): string {
  return name.length <= 120 ? name : `${name.slice(0, 119).trimEnd()}…`
}

/** "2026-12-08" → "December 8, 2026". */
function inWords(date: string): string {
  return new Intl.DateTimeFormat('en-US', { dateStyle: 'long', timeZone: 'UTC' }).format(new Date(`${date}T00:00:00Z`))
}
