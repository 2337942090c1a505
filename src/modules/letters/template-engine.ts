import { Liquid, LiquidError } from 'liquidjs'
import { invalid, type FieldErrors } from '../../kernel/errors.ts'
import type { LetterSide } from './domain/letter-lifecycle.ts'
import { mergeFieldNames, mergeFieldNamesOf, missingMark, type MergeFieldName, type MergeValues } from './domain/merge-fields.ts'

/*
 * Templates are written by agencies, so they get a language that can do nothing but fill in and choose: four tags, six
 * filters, no loops, no files, nothing of the program's own, and an end to time, length and memory.
 */
const allowedTags = ['if', 'unless', 'case', 'comment']
const allowedFilters = ['upcase', 'downcase', 'capitalize', 'default', 'append', 'prepend']
const longestLetter = 20_000
/** Conditions and comments; reading many that stand in each other takes the more time the deeper they stand. */
const mostTags = 200

const engine = new Liquid({ strictVariables: true, strictFilters: true, ownPropertyOnly: true, parseLimit: 60_000, renderLimit: 500, memoryLimit: 1_000_000, templates: {} })
for (const name of Object.keys(engine.tags)) if (!allowedTags.includes(name)) Reflect.deleteProperty(engine.tags, name)
for (const name of Object.keys(engine.filters)) if (!allowedFilters.includes(name)) Reflect.deleteProperty(engine.filters, name)

const known: ReadonlySet<string> = new Set(mergeFieldNames)
const knownOf: Record<LetterSide, ReadonlySet<string>> = { complainant: new Set(mergeFieldNamesOf('complainant')), company: new Set(mergeFieldNamesOf('company')) }

export type Template = { subject: string; body: string }

/** Refuses a template that does not parse, or that uses something other than the merge fields of its side, with the line. */
export function checkTemplate(template: Template, side: LetterSide = 'complainant'): void {
  const fields: FieldErrors = {}
  for (const part of ['subject', 'body'] as const) {
    const problem = problemOf(template[part], knownOf[side])
    if (problem !== null) fields[part] = problem
  }
  if (Object.keys(fields).length > 0) throw invalid(fields)
}

/** The template with the fields filled in. What the complaint lacks is marked in the text, "[Missing: …]". */
export function fillTemplate(template: Template, values: MergeValues, side: LetterSide = 'complainant'): Template {
  checkTemplate(template, side)
  const subject = render(template.subject, values, 'subject').replace(/\s+/g, ' ').trim()
  const body = render(template.body, values, 'body').replace(/\n{3,}/g, '\n\n').trim()
  if (Array.from(body).length > longestLetter) throw invalid({ body: `The letter would have more than ${longestLetter.toLocaleString('en-US')} characters.` })
  return { subject: Array.from(subject).slice(0, 200).join('') || (side === 'company' ? 'About a complaint' : 'Your complaint'), body: body || ' ' }
}

function problemOf(source: string, allowed: ReadonlySet<string>): string | null {
  if (source.split('{%').length > mostTags + 1) return `Use at most ${String(mostTags)} conditions and comments.`
  try {
    const { globals } = engine.analyzeSync(engine.parse(source))
    for (const [name, uses] of Object.entries(globals)) {
      const use = uses.find(({ segments }) => !allowed.has(name) || segments.length > 1)
      if (use !== undefined) return `Line ${String(use.location.row)}: “${segmentsOf(use.segments)}” is not a field that can be filled in. Choose one of the list.`
    }
    return null
  } catch (error) {
    return sentenceOf(error)
  }
}

function segmentsOf(segments: readonly unknown[]): string {
  return segments.map((segment) => (typeof segment === 'string' || typeof segment === 'number' ? String(segment) : '…')).join('.')
}

function render(source: string, values: MergeValues, field: string): string {
  try {
    return String(engine.parseAndRenderSync(markMissing(source), values))
  } catch (error) {
    throw invalid({ [field]: sentenceOf(error) })
  }
}

/** Every field that is written out gets what stands there when it is missing, unless the template says so itself. */
function markMissing(source: string): string {
  return source.replace(/\{\{(-?)\s*([a-z_]{1,40})(?![a-z_])([^{}]*)\}\}/g, (whole, trim: string, name: string, rest: string) => {
    if (!isField(name) || /\|\s*default\s*:/.test(rest)) return whole
    return `{{${trim} ${name} | default: "${missingMark(name)}" ${rest}}}`
  })
}

function isField(name: string): name is MergeFieldName {
  return known.has(name)
}

/** What is wrong with a template, in words for those who write letters. */
function sentenceOf(error: unknown): string {
  if (!LiquidError.is(error)) throw error
  const [, words = error.message, line = '1'] = /^([^]*), line:(\d+), col:\d+$/.exec(error.message) ?? []
  return `Line ${line}: ${plainWords(words)}`
}

function plainWords(message: string): string {
  const tag = /^tag "(.*)" not found$/.exec(message)?.[1]
  if (tag !== undefined) return tag.startsWith('end') || tag.startsWith('els') || tag === 'when' ? `“${tag}” stands where nothing was begun.` : `“${tag}” cannot be used in a letter. Use if, unless, case or comment.`
  const filter = /^undefined filter: (.*)$/.exec(message)?.[1]
  if (filter !== undefined) return `“${filter}” cannot be used after a field. Use ${allowedFilters.join(', ')}.`
  const variable = /^undefined variable: (.*)$/.exec(message)?.[1]
  if (variable !== undefined) return `“${variable}” is not a field that can be filled in. Choose one of the list.`
  const open = /^tag (\{%.*%\}) not closed$/.exec(message)?.[1]
  if (open !== undefined) return `${open} is not ended. Write {% end… %} after the text that depends on it.`
  if (/^(output|tag) .* not closed$/s.test(message)) return 'Braces are opened and not closed. A field looks like {{ complaint_id }}.'
  if (/limit exceeded$/.test(message)) return 'The template asks for more work than a letter needs.'
  return 'This cannot be read. A field looks like {{ complaint_id }}, a condition like {% if relief_amount %} … {% endif %}.'
}
