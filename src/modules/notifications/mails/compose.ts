import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { Liquid } from 'liquidjs'
import { withoutPlaceholders } from '../../../platform/one-time-links.ts'
import type { Message, MessageKind } from '../domain/messages.ts'
import type { OrganisationMessage, OrganisationMessageKind } from '../domain/organisation-messages.ts'
import { organisationTexts } from './organisation-texts.ts'
import { texts } from './texts.ts'
import type { MessageText } from './texts.ts'

const plain = new Liquid({ strictVariables: false, strictFilters: true })
const safe = new Liquid({ strictVariables: false, strictFilters: true, outputEscape: 'escape' })
const textLayout = plain.parse(readFileSync(join(import.meta.dirname, 'layout.text.liquid'), 'utf8'))
const htmlLayout = safe.parse(readFileSync(join(import.meta.dirname, 'layout.html.liquid'), 'utf8'))
const allTexts: Record<MessageKind | OrganisationMessageKind, MessageText> = { ...texts, ...organisationTexts }

export type AnyMessage = Message | OrganisationMessage
export type MailEnvironment = { publicUrl: string; training: boolean; support: { phone: string; email: string } }
export type ComposedMail = { subject: string; text: string; html: string }

/** The line in the list of notifications. */
export function sentenceOf(message: AnyMessage, environment: MailEnvironment): string {
  return render(allTexts[message.kind].sentence, message, environment)
}

export function composeMail(message: AnyMessage, name: string | null, environment: MailEnvironment): ComposedMail {
  const text = allTexts[message.kind]
  return composePlainly(
    {
      name,
      subject: render(text.subject, message, environment),
      paragraphs: text.paragraphs.map((paragraph) => render(paragraph, message, environment)).filter((paragraph) => paragraph !== ''),
      items: [],
      after: [],
      action: text.action,
      link: message.link,
    },
    environment,
  )
}

type Letter = { name: string | null; subject: string; paragraphs: string[]; items: { sentence: string; url: string }[]; after: string[]; action: string; link: string }

/** The two parts of an e-mail around words that are ready. */
export function composePlainly(letter: Letter, { publicUrl, training, support }: MailEnvironment): ComposedMail {
  // On one line: nobody writes paragraphs into an e-mail of ours by their name.
  const view = { ...letter, name: letter.name === null ? null : inOneLine(letter.name), url: new URL(letter.link, publicUrl).href, training, support }
  return { subject: view.subject, text: rendered(plain, textLayout, view), html: rendered(safe, htmlLayout, view) }
}

function render(template: string, message: AnyMessage, { support }: MailEnvironment): string {
  const view = {
    ...message,
    agency: shortened(message.agency),
    company: shortened(message.company),
    ...('otherAgency' in message ? { otherAgency: shortened(message.otherAgency) } : {}),
    ...('organisation' in message ? { organisation: shortened(message.organisation) } : {}),
    dueOn: message.dueOn === null ? null : inWords(message.dueOn),
    supportPhone: support.phone,
    supportEmail: support.email,
  }
  return inOneLine(rendered(plain, plain.parse(template), view))
}

function inOneLine(text: string): string {
  return withoutPlaceholders(text).replace(/\s+/g, ' ').trim()
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
