import type { CitationLevel, Standing } from '#src/modules/violations/domain/violation-words.ts'

export const standingWords: Record<Standing, string> = { alleged: 'Alleged', substantiated: 'Substantiated', not_substantiated: 'Not substantiated' }
export const levelWords: Record<CitationLevel, string> = { federal: 'Federal', state: 'State' }
