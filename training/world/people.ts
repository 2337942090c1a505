import type { AgencySystemRole, CompanySystemRole, ComplaintsAccess, ComplaintsRole } from '#src/access/actor.ts'
import { agencies, fullyStaffed, type AgencyStory } from './agencies.ts'
import { brightwater, type Company } from './companies.ts'
import type { Dice } from './dice.ts'
import { fictionalPhone, mailName, personName } from './names.ts'

export type AgencyPerson = {
  kind: 'agency'; id: string; agencyId: string; name: string; email: string; title: string; phone: string
  systemRoles: AgencySystemRole[]; complaintsRole: ComplaintsRole | null
}
export type CompanyPerson = {
  kind: 'company'; id: string; companyId: string; name: string; email: string; title: string; phone: string
  systemRoles: CompanySystemRole[]; complaintsRole: ComplaintsAccess | null; isComplaintsContact: boolean
}
export type Agency = AgencyStory & { id: string; people: AgencyPerson[] }
export type StaffedCompany = Company & { people: CompanyPerson[] }

type AgencyPost = { name?: string; title: string; systemRoles?: AgencySystemRole[]; complaintsRole?: ComplaintsRole }
type CompanyPost = { name?: string; title: string; systemRoles?: CompanySystemRole[]; complaintsRole?: ComplaintsAccess; isComplaintsContact?: boolean; phone?: string }

const ohio: AgencyPost[] = [
  { name: 'Dana Whitfield', title: 'Chief of consumer complaints', complaintsRole: 'supervisor' },
  { name: 'Luis Arroyo', title: 'Complaint analyst', complaintsRole: 'manager' },
  { name: 'June Park', title: 'Policy analyst', complaintsRole: 'viewer' },
  { name: 'Marcus Oyelaran', title: 'Director of supervision', systemRoles: ['staff_director'], complaintsRole: 'manager' },
  { name: 'Ruth Kowalczyk', title: 'Complaint analyst', complaintsRole: 'manager' },
  { name: 'Helen Voss', title: 'Systems administrator', systemRoles: ['account_administrator'] },
  { name: 'Peter Nakata', title: 'Program assistant', systemRoles: ['staff_user'] },
  { name: 'Ingrid Solberg', title: 'Senior examiner', systemRoles: ['examiner'] },
  { name: 'Theo Marchetti', title: 'Review examiner', systemRoles: ['reviewer'] },
  { name: 'Wanda Pruss', title: 'General counsel', systemRoles: ['master_viewer'] },
]

const fullStaff: AgencyPost[] = [
  { title: 'Chief of consumer complaints', complaintsRole: 'supervisor' },
  { title: 'Complaint analyst', complaintsRole: 'manager' },
  { title: 'Policy analyst', complaintsRole: 'viewer' },
  { title: 'Director of supervision', systemRoles: ['staff_director'], complaintsRole: 'manager' },
  { title: 'Systems administrator', systemRoles: ['account_administrator'] },
  { title: 'Senior examiner', systemRoles: ['examiner'] },
]

const brightwaterPosts: CompanyPost[] = [
  { name: 'Ellen Brandt', title: 'Head of customer care', systemRoles: ['account_administrator'], complaintsRole: 'manage', isComplaintsContact: true },
  { name: 'Priya Raman', title: 'Compliance officer', complaintsRole: 'manage', phone: '(614) 555-0188' },
  { name: 'Tomás Heller', title: 'Escrow specialist', complaintsRole: 'manage' },
  { name: 'Noor Haddad', title: 'Internal auditor', complaintsRole: 'view' },
  { name: 'Graham Lindqvist', title: 'Chief compliance officer', systemRoles: ['leader'] },
  { name: 'Bea Okafor', title: 'Loan operations', systemRoles: ['contributor'] },
  { name: 'Silas Trent', title: 'Outside counsel', systemRoles: ['third_party'] },
  { name: 'Odette Farrow', title: 'User administrator', systemRoles: ['account_administrator'], phone: '(614) 555-0171' },
]

const companyPosts: CompanyPost[] = [
  { title: 'Head of compliance', systemRoles: ['account_administrator'], complaintsRole: 'manage', isComplaintsContact: true },
  { title: 'Complaint specialist', complaintsRole: 'manage' },
]

/** The smaller agencies: somebody of each complaints role, and an Account Administrator, whom every agency has. */
const smallStaff = fullStaff.filter(({ complaintsRole, systemRoles }) => (complaintsRole !== undefined && systemRoles === undefined) || systemRoles?.includes('account_administrator') === true)

/** Agencies with their people: Ohio's are those of the sign-in page, the others' come by chance. */
export function staffAgencies(dice: Dice, at: number): Agency[] {
  const taken = new Set<string>()
  return agencies.map((story, index) => {
    const id = dice.id(at)
    const posts = story.code === 'OH-FRD' ? ohio : index < fullyStaffed ? fullStaff : smallStaff
    const named = story.code === 'IL-CCO' ? posts.map((post, n) => (n === 0 ? { ...post, name: 'Renee Dubois' } : post)) : posts
    const domain = `${story.state === 'OH' || story.code === 'IL-CCO' ? story.name.split(' ')[0]?.toLowerCase() ?? '' : story.state.toLowerCase()}-${story.code.slice(3).toLowerCase()}.example`
    const people = named.map((post): AgencyPerson => ({
      kind: 'agency', id: dice.id(at), agencyId: id,
      ...nameAndMail(dice, post.name, domain, taken),
      title: post.title, phone: fictionalPhone(dice, story.areaCode),
      systemRoles: post.systemRoles ?? [], complaintsRole: post.complaintsRole ?? null,
    }))
    return { ...story, id, people }
  })
}

/** Enrolled companies have people; of one that was invited the first user follows (enrolling.ts). */
export function staffCompanies(dice: Dice, companies: readonly Company[], at: number): StaffedCompany[] {
  const taken = new Set<string>()
  return companies.map((company, index) => {
    const extra: CompanyPost[] = index % 3 === 0 ? [{ title: 'Auditor', complaintsRole: 'view' }] : index % 3 === 1 ? [{ title: 'Customer relations', complaintsRole: 'manage' }] : []
    const posts = company.enrollment !== 'complete' ? [] : company.name === brightwater.name ? brightwaterPosts : [...companyPosts, ...extra]
    const people = posts.map((post): CompanyPerson => ({
      kind: 'company', id: dice.id(at), companyId: company.id,
      ...nameAndMail(dice, post.name, company.domain, taken),
      title: post.title, phone: post.phone ?? fictionalPhone(dice, company.place.areaCode),
      systemRoles: post.systemRoles ?? [], complaintsRole: post.complaintsRole ?? null, isComplaintsContact: post.isComplaintsContact ?? false,
    }))
    return { ...company, people }
  })
}

function nameAndMail(dice: Dice, name: string | undefined, domain: string, taken: Set<string>): { name: string; email: string } {
  for (;;) {
    const [first = '', last = ''] = name?.split(' ') ?? []
    const chosen = name === undefined ? personName(dice) : { first, last }
    const email = `${mailName(chosen)}@${domain}`
    if (taken.has(email) || (name === undefined && taken.has(`${chosen.first} ${chosen.last}`))) continue
    taken.add(email)
    taken.add(`${chosen.first} ${chosen.last}`)
    return { name: `${chosen.first} ${chosen.last}`, email }
  }
}
