import { z } from 'zod'
import { EmailAddress, TimeZone } from '../../kernel/organisation-shapes.ts'
import { CalendarDate, Id, Instant, pageOf, Paging, requiredText, StateCode, text, Version } from '../../kernel/shapes.ts'
import { components } from './domain/components.ts'

const Code = z
  .string()
  .trim()
  .toUpperCase()
  .regex(/^[A-Z0-9]{2,6}(-[A-Z0-9]{2,8})?$/, 'Enter a code such as OH-FRD: 2 to 6 letters or digits, and 2 to 8 more after a hyphen.')
const Components = z.array(z.enum(components, 'Choose Complaints or Supervisory Activities.')).min(1, 'Choose at least one component.')

const ComponentsSince = z.partialRecord(z.enum(components), CalendarDate.nullable())

export const NewAdministrator = z.strictObject({
  name: requiredText(200, 'Enter a name.'),
  title: text(200).optional(),
  phone: text(40).optional(),
  email: EmailAddress,
})
export type NewAdministrator = z.infer<typeof NewAdministrator>

export const OnboardAgency = z
  .strictObject({
    code: Code,
    name: requiredText(200, "Enter the agency's name."),
    shortName: requiredText(40, 'Enter a short name.'),
    state: StateCode,
    timeZone: TimeZone,
    components: Components,
    participatesSince: CalendarDate.nullable().describe('The day from which the participation map shows it; null: not yet'),
    administrator: NewAdministrator,
  })
  .meta({
    example: {
      code: 'OH-FRD', name: 'Ohio Financial Regulation Division', shortName: 'Ohio FRD', state: 'OH', timeZone: 'America/New_York', components: ['complaints'], participatesSince: '2026-12-01',
      administrator: { name: 'Helen Voss', email: 'helen.voss@ohio-frd.example' },
    },
  })
export type OnboardAgency = z.infer<typeof OnboardAgency>

export const UpdateAgency = z.strictObject({
  version: Version,
  name: requiredText(200, "Enter the agency's name."),
  shortName: requiredText(40, 'Enter a short name.'),
  timeZone: TimeZone,
  components: Components,
  participatesSince: CalendarDate.nullable(),
  componentsSince: ComponentsSince.optional().describe('Where a component began later than the agency. Left out or null: an added one begins today, the others keep their day'),
})
export type UpdateAgency = z.infer<typeof UpdateAgency>

export const AgencyRecord = z
  .object({
    id: Id,
    code: z.string(),
    name: z.string(),
    shortName: z.string(),
    state: StateCode,
    timeZone: z.string(),
    components: z.array(z.enum(components)),
    participatesSince: CalendarDate.nullable(),
    componentsSince: ComponentsSince.describe('null: not shown yet'),
    version: Version,
    users: z.number().int().describe('Active ones'),
    administrators: z.array(z.object({ id: Id, name: z.string(), email: z.string(), standing: z.enum(['invited', 'active']), lastSignInAt: Instant.nullable() })),
  })
  .meta({ id: 'AgencyRecord' })
export type AgencyRecord = z.infer<typeof AgencyRecord>

export const AgencyItem = AgencyRecord.omit({ administrators: true }).extend({ activeAdministrators: z.number().int() })
export type AgencyItem = z.infer<typeof AgencyItem>
export const AgencyPage = pageOf(AgencyItem)
export const ListAgencies = z.object({ ...Paging })
export const AdministratorOf = z.object({ id: Id, userId: Id })
