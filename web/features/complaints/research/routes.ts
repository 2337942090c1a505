/** Tabs of the record: children of recordRoute (record/record-route.ts). */
export const researchTabs = [] as const
