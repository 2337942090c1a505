/** Research, and communication that took place outside of the system (docs/rules.md 3). */
export const researchKinds = ['research', 'communication'] as const
export type ResearchKind = (typeof researchKinds)[number]
export const channels = ['phone', 'mail', 'email', 'in_person', 'web'] as const
export type Channel = (typeof channels)[number]
export const parties = ['consumer', 'subject', 'other'] as const
export type Party = (typeof parties)[number]

/** What a note lacks, by field: a communication was with somebody, by some channel. */
export function lackingOf(note: { kind: ResearchKind; channel?: Channel | null | undefined; party?: Party | null | undefined }): Record<string, string> {
  if (note.kind === 'research') return {}
  return {
    ...(note.channel ? {} : { channel: 'Choose how the communication took place.' }),
    ...(note.party ? {} : { party: 'Choose whom the communication was with.' }),
  }
}
