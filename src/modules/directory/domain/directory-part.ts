/**
 * What the NMLS directory says of a company comes in parts: the company itself, its licences, contacts, branches and
 * individuals. docs/directory.md says how each file names them, ../part-shapes.ts what each must be.
 */
export const partKinds = ['company', 'branch', 'individual', 'contact', 'licence'] as const
export type PartKind = (typeof partKinds)[number]

type Place = { street: string | null; city: string | null; state: string | null; zip: string | null }
export type CompanyPart = Place & { name: string; kind: 'non-depository' | 'depository'; businessTypes: string[]; phone: string | null; website: string | null }
export type BranchPart = Place & { name: string }
export type IndividualPart = { name: string; city: string | null; state: string | null }
export type ContactPart = { kind: 'contact_person' | 'complaints_contact'; name: string; title: string | null; email: string | null; phone: string | null }
export type LicencePart = { state: string; number: string; kind: string; status: string }
export type PartData = { company: CompanyPart; branch: BranchPart; individual: IndividualPart; contact: ContactPart; licence: LicencePart }

/** What a file says in one place, before anybody has judged it. */
export type SourceEntry = { line: number; part: string; nmlsId: unknown; ownNmlsId?: unknown; values: Readonly<Record<string, unknown>> } | { line: number; unreadable: string; nmlsId?: unknown }

export type DirectoryPart = { [K in PartKind]: { line: number; part: K; nmlsId: string; ownNmlsId: string | null; data: PartData[K] } }[PartKind]
export type RejectedPart = { line: number; part: 'rejected'; nmlsId: string | null; reasons: string }
