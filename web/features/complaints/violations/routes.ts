/** Tabs of the record: children of recordRoute (record/record-route.ts). */
export const violationsTabs = [] as const
