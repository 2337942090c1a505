import { queryOptions } from '@tanstack/react-query'
import type { SubjectChoice } from '#src/modules/complaints/contract.ts'
import { CompanyRecord } from '#src/modules/companies/contract.ts'
import { FoundSubjects, type FoundSubject, type LookUpSubject, type SearchSubjects } from '#src/modules/complaints/subject-contract.ts'
import { EntityRecord } from '#src/modules/entities/contract.ts'
import type { z } from 'zod'
import { api } from '../../app/api.ts'
import { inBackground } from '../../app/query-client.ts'

export type Clues = Partial<Omit<SearchSubjects, 'limit'>>

/** Subjects by all that is known. The words go in the body, never in an address. */
export const guidedQuery = (clues: Clues) =>
  queryOptions({
    queryKey: ['guided-subjects', clues],
    queryFn: async (context) => (await api.post('/guided-subject-searches', { ...clues, limit: 20 }, FoundSubjects, inBackground(context))).items,
    enabled: Object.values(clues).some(Boolean),
  })

export async function findAnySubject(words: string, signal?: AbortSignal): Promise<FoundSubject[]> {
  return (await api.post('/guided-subject-searches', { words, limit: 10 }, FoundSubjects, { signal })).items
}

export async function lookUpSubject(input: LookUpSubject): Promise<FoundSubject[]> {
  return (await api.post('/subject-lookups', input, FoundSubjects)).items
}

/** What the API takes for a chosen subject. */
export function choiceOf(subject: FoundSubject): z.infer<typeof SubjectChoice> {
  if (subject.entityId) return { kind: 'entity', entityId: subject.entityId }
  return {
    kind: subject.kind === 'entity' ? 'company' : subject.kind,
    companyId: subject.companyId ?? '',
    ...(subject.branchId ? { branchId: subject.branchId } : {}),
    ...(subject.individualId ? { individualId: subject.individualId } : {}),
  }
}

export const kindWords: Record<FoundSubject['kind'], string> = { company: 'Company', branch: 'Branch', individual: 'Individual', entity: 'Non-NMLS entity' }

export function subjectKey(subject: FoundSubject): string {
  return [subject.kind, subject.entityId ?? subject.individualId ?? subject.branchId ?? subject.companyId].join()
}

/** The subject of a record from which a complaint is entered. */
export const knownSubjectQuery = ({ companyId, entityId }: { companyId?: string | undefined; entityId?: string | undefined }) =>
  queryOptions({
    queryKey: ['known-subject', companyId ?? null, entityId ?? null],
    queryFn: async (context): Promise<FoundSubject | null> => {
      if (companyId) {
        const { sesId } = await api.get(`/companies/${companyId}`, CompanyRecord, inBackground(context))
        return (await lookUpSubject({ by: 'ses', value: sesId, state: undefined }))[0] ?? null
      }
      const { etn } = await api.get(`/entities/${entityId ?? ''}`, EntityRecord, inBackground(context))
      return (await lookUpSubject({ by: 'etn', value: etn, state: undefined }))[0] ?? null
    },
    enabled: Boolean(companyId ?? entityId),
  })
