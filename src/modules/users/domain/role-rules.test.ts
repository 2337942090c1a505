import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { complaintsRoleChoices, handlesComplaints, systemRoleChoices, type Side } from './role-choices.ts'
import { emailDomainProblem } from './email-domain.ts'
import { mostAdministrators, removalProblem, roleProblems, type ChosenRoles, type RoleFacts } from './role-rules.ts'

const saying = (text: string): unknown => expect.stringContaining(text)
const facts = (more: Partial<RoleFacts> = {}): RoleFacts => ({
  side: 'company', isThirdParty: false, otherAdministrators: 1, otherActiveAdministrators: 1, isActiveAdministrator: false, isComplaintsContact: false, pocOf: 0, ...more,
})
const allNames = [...new Set([...systemRoleChoices.agency, ...systemRoleChoices.company].map(({ name }) => name)), 'platform', '']
const allComplaints = [...complaintsRoleChoices.agency, ...complaintsRoleChoices.company].map(({ name }) => name)

const anySide = fc.constantFrom<Side>('agency', 'company')
const anyChoice: fc.Arbitrary<ChosenRoles> = fc.record({ systemRoles: fc.array(fc.constantFrom(...allNames), { maxLength: 5 }), complaintsRole: fc.option(fc.constantFrom(...allComplaints, 'owner')) })
const anyFacts: fc.Arbitrary<RoleFacts> = fc
  .record({
    side: anySide,
    isThirdParty: fc.boolean(),
    otherAdministrators: fc.nat({ max: 7 }),
    otherActiveAdministrators: fc.nat({ max: 7 }),
    isActiveAdministrator: fc.boolean(),
    isComplaintsContact: fc.boolean(),
    pocOf: fc.nat({ max: 3 }),
  })
  .map((one) => ({ ...one, otherActiveAdministrators: Math.min(one.otherActiveAdministrators, one.otherAdministrators) }))

describe('whatever roles are allowed', () => {
  const allowed = (check: (chosen: ChosenRoles, of: RoleFacts) => void) => () =>
    fc.assert(
      fc.property(anyChoice, anyFacts, (chosen, of) => {
        fc.pre(Object.keys(roleProblems(chosen, of)).length === 0)
        check(chosen, of)
      }),
      { numRuns: 300, maxSkipsPerRun: 2000 },
    )

  test('are roles of the own side, each once, and at least one', allowed(({ systemRoles, complaintsRole }, { side }) => {
    for (const role of systemRoles) expect(systemRoleChoices[side].map(({ name }) => name)).toContain(role)
    expect(new Set(systemRoles).size).toBe(systemRoles.length)
    if (complaintsRole !== null) expect(complaintsRoleChoices[side].map(({ name }) => name)).toContain(complaintsRole)
    expect(systemRoles.length + (complaintsRole === null ? 0 : 1)).toBeGreaterThan(0)
  }))

  test('leave an Account Administrator who can sign in, and never too many', allowed(({ systemRoles }, of) => {
    const administers = systemRoles.includes('account_administrator')
    if (of.isActiveAdministrator) expect(of.otherActiveAdministrators + (administers ? 1 : 0)).toBeGreaterThan(0)
    if (administers) expect(of.otherAdministrators + 1).toBeLessThanOrEqual(mostAdministrators[of.side])
  }))

  test('make no Staff Director without a complaints role', allowed(({ systemRoles, complaintsRole }) => {
    if (systemRoles.includes('staff_director')) expect(complaintsRole).not.toBeNull()
  }))

  test('keep third parties from complaints, and everybody else from being one', allowed(({ systemRoles, complaintsRole }, { isThirdParty }) => {
    expect(systemRoles.includes('third_party')).toBe(isThirdParty)
    if (isThirdParty) expect([systemRoles, complaintsRole]).toEqual([['third_party'], null])
  }))

  test('leave no complaint with somebody who may not answer for it', allowed(({ complaintsRole }, { side, isComplaintsContact, pocOf }) => {
    if (isComplaintsContact || pocOf > 0) expect(handlesComplaints(side, complaintsRole)).toBe(true)
  }))
})

test.each<[string, ChosenRoles, Partial<RoleFacts>, object]>([
  ['the last administrator keeps the role', { systemRoles: ['leader'], complaintsRole: null }, { isActiveAdministrator: true, otherActiveAdministrators: 0, otherAdministrators: 1 }, { systemRoles: saying('last Account Administrator of the company') }],
  ['an invited colleague does not count as one who can sign in', { systemRoles: [], complaintsRole: 'view' }, { isActiveAdministrator: true, otherActiveAdministrators: 0, otherAdministrators: 2 }, { systemRoles: saying('must have activated') }],
  ['a company has three administrators', { systemRoles: ['account_administrator'], complaintsRole: null }, { otherAdministrators: 3 }, { systemRoles: saying('at most three') }],
  ['an agency has five', { systemRoles: ['account_administrator'], complaintsRole: null }, { side: 'agency', otherAdministrators: 5 }, { systemRoles: saying('at most five') }],
  ['a Staff Director needs a complaints role', { systemRoles: ['staff_director'], complaintsRole: null }, { side: 'agency' }, { systemRoles: saying('must also hold a complaints role') }],
  ['no role at all', { systemRoles: [], complaintsRole: null }, {}, { systemRoles: 'Choose at least one role.' }],
  ['the Complaints Contact keeps Manage', { systemRoles: ['leader'], complaintsRole: 'view' }, { isComplaintsContact: true }, { complaintsRole: saying('must hold Manage') }],
  ['work is handed over first, and the sentence says how much', { systemRoles: ['leader'], complaintsRole: null }, { pocOf: 4 }, { complaintsRole: saying('4 open complaints') }],
  ['a complaints role alone is enough', { systemRoles: [], complaintsRole: 'manage' }, {}, {}],
])('%s', (_name, chosen, of, problems) => {
  expect(roleProblems(chosen, facts(of))).toEqual(problems)
})

test('nobody removes themselves, and nobody the last administrator', () => {
  expect(removalProblem(facts({ isActiveAdministrator: true }), true)).toContain('cannot remove yourself')
  expect(removalProblem(facts({ isActiveAdministrator: true, otherActiveAdministrators: 0 }), false)).toContain('last Account Administrator')
  expect(removalProblem(facts({ isActiveAdministrator: true }), false)).toBeNull()
})

test('an address lies in one of the domains, whatever its letters; a part of a domain is another domain', () => {
  expect(emailDomainProblem('a@Brightwater.Example', ['brightwater.example'])).toBeNull()
  expect(emailDomainProblem('a@anything.example', [])).toBeNull()
  for (const email of ['a@evilbrightwater.example', 'a@mail.brightwater.example', 'brightwater.example@evil.example']) expect(emailDomainProblem(email, ['brightwater.example'])).toContain('brightwater.example')
})
