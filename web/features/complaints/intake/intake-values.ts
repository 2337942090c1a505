import { z, type output, type ZodType } from 'zod'
import { ComplaintFields, type ComplaintRecord } from '#src/modules/complaints/contract.ts'

/*
 * The form's own shape: controls hold texts, where an empty one is "nothing entered". Its fields have the contract's names
 * and are parsed by the contract, so that limits and sentences are the server's.
 */
const fields = ComplaintFields.shape
const person = fields.complainant.unwrap().shape

export const IntakeForm = z.object({
  subject: typed(fields.subject, subjectOf),
  receivedOn: typed(fields.receivedOn),
  receivedVia: typed(fields.receivedVia),
  dueOn: typed(fields.dueOn),
  cfpbId: typed(fields.cfpbId),
  businessType: typed(fields.businessType),
  businessActivities: typed(fields.businessActivities, (text) => text.split(',').map((one) => one.trim()).filter(Boolean)),
  productId: typed(fields.productId, numberOf),
  subProductId: typed(fields.subProductId, numberOf),
  issueId: typed(fields.issueId, numberOf),
  subIssueId: typed(fields.subIssueId, numberOf),
  transactionDate: typed(fields.transactionDate),
  transactionCity: typed(fields.transactionCity),
  transactionState: typed(fields.transactionState),
  transactionAmount: typed(fields.transactionAmount, (text) => blankAsNull(text.replace(/[$,\s]/g, ''))),
  narrative: typed(fields.narrative, asTyped),
  desiredOutcome: typed(fields.desiredOutcome, asTyped),
  complainant: z.object({
    restricted: z.boolean(),
    firstName: typed(person.firstName, asTyped),
    lastName: typed(person.lastName, asTyped),
    street: typed(person.street, asTyped),
    city: typed(person.city, asTyped),
    state: typed(person.state),
    zip: typed(person.zip, asTyped),
    email: typed(person.email, (text) => text.trim()),
    phone: typed(person.phone, asTyped),
    language: typed(person.language, asTyped),
    servicemember: z.boolean(),
    olderAmerican: z.boolean(),
    representedBy: typed(person.representedBy, asTyped),
    representativeName: typed(person.representativeName, asTyped),
  }),
})
export type IntakeValues = z.input<typeof IntakeForm>

/** What the form holds for a record as the server has it. */
export function valuesOf(record: ComplaintRecord): IntakeValues {
  const { detail, categories } = record
  const person_ = detail?.complainant
  return {
    subject: recordSubject(record),
    receivedOn: record.receivedOn ?? '',
    receivedVia: detail?.receivedVia ?? '',
    dueOn: record.dueOn ?? '',
    cfpbId: record.cfpbId ?? '',
    businessType: record.businessType ?? '',
    businessActivities: record.businessActivities.join(', '),
    productId: String(categories.product?.id ?? ''),
    subProductId: String(categories.subProduct?.id ?? ''),
    issueId: String(categories.issue?.id ?? ''),
    subIssueId: String(categories.subIssue?.id ?? ''),
    transactionDate: record.transactionDate ?? '',
    transactionCity: record.transactionCity ?? '',
    transactionState: record.transactionState ?? '',
    transactionAmount: detail?.transactionAmount ?? '',
    narrative: detail?.narrative ?? '',
    desiredOutcome: detail?.desiredOutcome ?? '',
    complainant: {
      restricted: person_?.restricted ?? false,
      firstName: person_?.firstName ?? '',
      lastName: person_?.lastName ?? '',
      street: person_?.street ?? '',
      city: person_?.city ?? '',
      state: person_?.state ?? '',
      zip: person_?.zip ?? '',
      email: person_?.email ?? '',
      phone: person_?.phone ?? '',
      language: person_?.language ?? '',
      servicemember: person_?.servicemember ?? false,
      olderAmerican: person_?.olderAmerican ?? false,
      representedBy: person_?.representedBy ?? 'nobody',
      representativeName: person_?.representativeName ?? '',
    },
  }
}

/** The value of the subject's field: which company, branch or individual was found. */
export function subjectValue(match: { kind: string; companyId: string; branchId: string | null; individualId: string | null }): string {
  return [match.kind, match.companyId, match.branchId ?? '', match.individualId ?? ''].join('|')
}

function recordSubject({ subject, subjectKind }: ComplaintRecord): string {
  if (subject?.entity) return `entity|${subject.entity.id}||`
  return subject?.companyId ? `${subjectKind ?? 'company'}|${subject.companyId}||` : ''
}

function subjectOf(text: string): unknown {
  if (text === '') return undefined
  const [kind, companyId, branchId, individualId] = text.split('|')
  if (kind === 'entity') return { kind, entityId: companyId }
  return { kind, companyId, ...(branchId ? { branchId } : {}), ...(individualId ? { individualId } : {}) }
}

function typed<S extends ZodType>(schema: S, read: (text: string) => unknown = blankAsNull) {
  // An optional control that is emptied holds nothing at all.
  return z.string().optional().transform((text = '', context): output<S> => {
    const parsed = schema.safeParse(read(text))
    if (parsed.success) return parsed.data
    for (const { message } of parsed.error.issues) context.addIssue({ code: 'custom', message })
    return z.NEVER
  })
}

function asTyped(text: string): string {
  return text
}

function blankAsNull(text: string): string | null {
  return text.trim() === '' ? null : text
}

function numberOf(text: string): number | null {
  return text === '' ? null : Number(text)
}
