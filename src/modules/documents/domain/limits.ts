/** Limits for files: docs/rules.md 10. Sizes are in bytes. */
export const maxFileBytes = 2 ** 30
export const maxNameCharacters = 200
export const filesPerBatch = 25

export const purposes = ['complaint', 'introduction', 'request', 'response', 'closure'] as const
export type Purpose = (typeof purposes)[number]
