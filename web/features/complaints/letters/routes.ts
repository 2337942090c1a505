/** Tabs of the record: children of recordRoute (record/record-route.ts). */
export const lettersTabs = [] as const
/** Pages of their own: children of signedInRoute. */
export const letterPages = [] as const
