import { agencySystemRoles, companySystemRoles, complaintsAccesses, complaintsRoles, type Actor } from '#src/access/actor.ts'
import { actions, may, type Action, type Target } from '#src/access/permissions.ts'
import { assignComplaints } from '#src/modules/complaints/commands/assign-complaints.ts'
import { cancelComplaint } from '#src/modules/complaints/commands/cancel-complaint.ts'
import { changeAgencyPoc } from '#src/modules/complaints/commands/change-agency-poc.ts'
import { changeSubject } from '#src/modules/complaints/commands/change-subject.ts'
import { closeComplaint } from '#src/modules/complaints/commands/close-complaint.ts'
import { completeReview } from '#src/modules/complaints/commands/complete-review.ts'
import { keepFilter } from '#src/modules/complaints/commands/keep-filter.ts'
import { replaceReviewer } from '#src/modules/complaints/commands/replace-reviewer.ts'
import { relateRecord, removeRelated } from '#src/modules/complaints/commands/relate-record.ts'
import { reopenComplaint } from '#src/modules/complaints/commands/reopen-complaint.ts'
import { KeepFilter } from '#src/modules/complaints/list-contract.ts'
import { readComplaint } from '#src/modules/complaints/queries/read-complaint.ts'
import { createEntity } from '#src/modules/entities/commands/create-entity.ts'
import { mergeEntity, turnEntity } from '#src/modules/entities/commands/move-entity.ts'
import { requestChange } from '#src/modules/entities/commands/request-change.ts'
import { updateEntity } from '#src/modules/entities/commands/update-entity.ts'
import { CreateEntity } from '#src/modules/entities/contract.ts'
import { beginRun, discardFile } from '#src/modules/imports/commands/begin-run.ts'
import { approveLetter, askApproval, returnLetter } from '#src/modules/letters/commands/approve-letter.ts'
import { extendLetter, withdrawLetter } from '#src/modules/letters/commands/follow-letter.ts'
import { issueLetter } from '#src/modules/letters/commands/issue-letter.ts'
import { addTemplate } from '#src/modules/letters/commands/manage-templates.ts'
import { discardLetter, updateLetter, writeLetter } from '#src/modules/letters/commands/write-letter.ts'
import { addResearch, removeResearch, updateResearch } from '#src/modules/research/commands/write-research.ts'
import { liftHold, setHold } from '#src/modules/retention/commands/change-hold.ts'
import { referComplaint } from '#src/modules/sharing/commands/refer-complaint.ts'
import { withdrawReferral } from '#src/modules/sharing/commands/withdraw-referral.ts'
import { addCitation } from '#src/modules/violations/commands/write-citation.ts'
import { addViolations, removeViolation, updateViolation } from '#src/modules/violations/commands/write-violations.ts'
import { AppError } from '#src/kernel/errors.ts'
import { newId } from '#src/platform/new-id.ts'
import { cast, entered, sent } from '#test/world/exchange.ts'
import { openSite } from '#test/world/site.ts'
import { expect, test, type World } from '#test/world/test-world.ts'

type Deed = { action: Action; target?: Target; run: (actor: Actor) => Promise<unknown> }
/** A version that no record has: who may is refused for that, and nothing changes. */
const version = 999

/** Everybody: every role of the agency that owns, of one with access, of one without, of the company and of another; and of each one role of the system only. */
async function everybody(world: World, { agency, company, supervisor }: Awaited<ReturnType<typeof cast>>): Promise<{ who: string; actor: Actor; shared: boolean }[]> {
  const [friend, stranger, otherCompany] = [await world.agency(), await world.agency(), await world.company()]
  const people: { who: string; actor: Actor; shared: boolean }[] = [{ who: 'the Agency POC', actor: supervisor, shared: false }]
  for (const [name, at] of [['owner', agency], ['with access', friend], ['stranger', stranger]] as const) {
    for (const role of [...complaintsRoles, null]) people.push({ who: `${name}, ${role ?? 'no complaints role'}`, actor: await world.agencyUser(at, role, role === null ? [...agencySystemRoles] : []), shared: at === friend })
  }
  for (const [name, at] of [['the company', company], ['another company', otherCompany]] as const) {
    for (const access of [...complaintsAccesses, null]) people.push({ who: `${name}, ${access ?? 'no access'}`, actor: await world.companyUser(at, access, access === null ? [...companySystemRoles] : []), shared: false })
  }
  return people
}

test('no command of the record and what grows around it gives anybody what the matrix denies, nor denies what it gives', async ({ world }) => {
  const { deps } = world
  const site = await openSite(world)
  const all = await cast(world)
  const { agency, supervisor, company } = all
  const people = await everybody(world, all)
  const complaint = await entered(world, supervisor, company)
  await sent(world, supervisor, complaint)
  const friend = people.find(({ shared }) => shared)?.actor
  await world.rows("insert into complaint_access (id, complaint_id, agency_id, requesting_agency_id, state, requested_at) values ($1, $2, $3, $4, 'accepted', now())", [newId(), complaint, agency.id, friend?.kind === 'agency' ? friend.agencyId : ''])
  const note = { kind: 'research' as const, withWhom: '', happenedOn: '2026-11-02', text: 'Looked up.' }
  const noteId = await addResearch(deps, supervisor, complaint, note)
  const violation = { description: 'Fees in advance.', citation: '', standing: 'alleged' as const }
  await addViolations(deps, supervisor, complaint, { violations: [violation] })
  const [alleged] = await world.rows<{ id: string }>('select id from alleged_violation where complaint_id = $1', [complaint])
  const letter = await writeLetter(deps, supervisor, complaint, {})
  const firm = CreateEntity.parse({ name: 'Summit Test Relief' })
  const entity = await createEntity(deps, supervisor, firm)
  const related = await relateRecord(deps, supervisor, complaint, { kind: 'individual', name: 'Grant Ellery' })
  const own: Target = { ownerAgencyId: agency.id, companyId: company.id, agencyPocId: supervisor.userId, addedBy: supervisor.userId }
  const ofComplaint = (action: Action, run: Deed['run']): Deed => ({ action, target: own, run })
  const closing = { version, reason: 'closed_with_explanation' as const, notes: '', commentsToCompany: '', documentIds: [] }
  const hold = { version, reason: 'A court asked.' }
  const deeds: Deed[] = [
    ofComplaint('complaint.update', (by) => changeAgencyPoc(deps, by, complaint, { version, userId: supervisor.userId })),
    ofComplaint('complaint.update', (by) => changeSubject(deps, by, complaint, { version, subject: { kind: 'company', companyId: company.id } })),
    ofComplaint('complaint.update', (by) => relateRecord(deps, by, complaint, { kind: 'individual', name: `Somebody ${newId()}` })),
    ofComplaint('complaint.replace-reviewer', (by) => replaceReviewer(deps, by, complaint, { version, reviewerId: supervisor.userId, note: '' })),
    ofComplaint('complaint.review', (by) => completeReview(deps, by, complaint, { version, agencyPocId: supervisor.userId, comments: '' })),
    ofComplaint('complaint.close', (by) => closeComplaint(deps, by, complaint, closing)),
    ofComplaint('complaint.cancel', (by) => cancelComplaint(deps, by, complaint, { version, reason: 'Twice.' })),
    ofComplaint('complaint.reopen', (by) => reopenComplaint(deps, by, complaint, { version, reason: 'New.' })),
    ofComplaint('complaint.refer', (by) => referComplaint(deps, by, complaint, { version, toAgencyId: newId(), comments: 'Theirs.' })),
    ofComplaint('complaint.hold', (by) => setHold(deps, by, complaint, hold)),
    ofComplaint('complaint.hold', (by) => liftHold(deps, by, complaint, hold)),
    ofComplaint('research.add', (by) => addResearch(deps, by, complaint, note)),
    ofComplaint('research.add', (by) => updateResearch(deps, by, noteId, { version, ...note })),
    ofComplaint('violation.add', (by) => addViolations(deps, by, complaint, { violations: [violation] })),
    ofComplaint('violation.add', (by) => updateViolation(deps, by, alleged?.id ?? '', { version, ...violation })),
    ofComplaint('letter.write', (by) => writeLetter(deps, by, complaint, {})),
    ofComplaint('letter.write', (by) => updateLetter(deps, by, letter.id, { version, addressee: 'x', subject: 'x', body: 'x' })),
    ofComplaint('letter.write', (by) => discardLetter(deps, by, letter.id, version)),
    ofComplaint('letter.write', (by) => issueLetter(deps, by, letter.id, { version, sentVia: 'mail' })),
    ofComplaint('letter.write', (by) => askApproval(deps, by, letter.id, { version })),
    ofComplaint('letter.approve', (by) => approveLetter(deps, by, letter.id, { version })),
    ofComplaint('letter.write', (by) => returnLetter(deps, by, letter.id, { version })),
    ofComplaint('letter.write', (by) => extendLetter(deps, by, letter.id, { version, dueOn: '2027-01-15' })),
    ofComplaint('letter.write', (by) => withdrawLetter(deps, by, letter.id, { version, reason: 'Mistaken.' })),
    { action: 'letter-template.manage', run: (by) => addTemplate(deps, by, { kind: 'other', name: `Form ${newId()}`, subject: 'x', body: 'x' }) },
    { action: 'citation.manage', run: (by) => addCitation(deps, by, { level: 'federal', code: newId(), title: 'x', law: '' }) },
    { action: 'filter.keep', run: (by) => keepFilter(deps, by, KeepFilter.parse({ name: `Set ${newId()}`, filters: {} })) },
    { action: 'complaint.update', run: (by) => assignComplaints(deps, by, { userId: supervisor.userId, complaints: [{ id: complaint, version }] }) },
    { action: 'complaint.import', run: (by) => beginRun(deps, by, newId(), version) },
    { action: 'complaint.import', run: (by) => discardFile(site.parts.deps, by, newId()) },
    { action: 'entity.create', run: (by) => createEntity(deps, by, { ...firm, name: `Firm ${newId()}` }) },
    { action: 'entity.update', target: own, run: (by) => updateEntity(deps, by, entity, { version, ...firm }) },
    { action: 'entity.update', target: own, run: (by) => mergeEntity(deps, by, entity, { version, into: 'ETN-999999' }) },
    { action: 'entity.update', target: own, run: (by) => turnEntity(deps, by, entity, { version, company: 'SES-999999' }) },
    { action: 'entity.request-change', target: own, run: (by) => requestChange(deps, by, entity, { wish: 'Mend the name.' }) },
    // What takes something away comes last.
    ofComplaint('complaint.refer', (by) => withdrawReferral(deps, by, complaint, newId())),
    ofComplaint('complaint.update', (by) => removeRelated(deps, by, complaint, related)),
    ofComplaint('violation.remove', (by) => removeViolation(deps, by, alleged?.id ?? '', 1)),
    ofComplaint('research.add', (by) => removeResearch(deps, by, noteId, 1)),
  ]
  const picture = () =>
    world.rows(`select (select row_to_json(c) from complaint c where id = $1) as complaint, (select row_to_json(l) from letter l where id = $2) as letter, (select row_to_json(e) from entity e where id = $3) as entity,
      (select count(*) from audit_entry where action not like '%.read') as entries, (select count(*) from graphile_worker._private_jobs) as jobs`, [complaint, letter.id, entity])
  for (const [index, { action, target, run }] of deeds.entries()) {
    const scoped = (shared: boolean) => (target === undefined ? undefined : { ...target, sharedWithActor: shared })
    const denied = people.filter(({ actor, shared }) => !may(actor, action, scoped(shared)))
    const before = await picture()
    for (const { who, actor } of denied) expect(['forbidden', 'not_found'], `${action} (${String(index)}) by ${who}`).toContain(await refusal(run(actor)))
    expect(await picture(), `${action} (${String(index)}) refused, and nothing changed`).toEqual(before)
    const allowed = people.filter((one) => !denied.includes(one))
    expect(allowed.length, action).toBeGreaterThan(0)
    for (const { who, actor } of allowed) expect(await refusal(run(actor)), `${action} (${String(index)}) by ${who}`).not.toBe('forbidden')
  }

  // What a record offers is never more than the matrix gives.
  for (const { who, actor, shared } of people) {
    if (actor.kind !== 'agency' || actor.complaintsRole === null) continue
    const { can } = await readComplaint(deps, actor, complaint)
    for (const action of actions.filter((one) => can.includes(one))) expect(may(actor, action, { ...own, sharedWithActor: shared }), `${action} offered to ${who}`).toBe(true)
    expect(can.filter((one) => !actions.some((action) => action === one)), who).toEqual([])
    // Besides reading, an agency without access may only ask for it.
    const asks = actor.complaintsRole !== 'viewer' && actor.agencyId !== agency.id && !shared
    if (actor.complaintsRole === 'viewer' || actor.agencyId !== agency.id) expect(can.filter((action) => !action.startsWith('complaint.view')), who).toEqual(asks ? ['complaint.request-access'] : [])
  }
  await site.close()
}, 120_000)

async function refusal(deed: Promise<unknown>): Promise<string> {
  try {
    await deed
    return 'done'
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}
