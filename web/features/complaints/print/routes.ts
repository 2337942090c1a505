/** Pages of their own: children of signedInRoute. */
export const printPages = [] as const
