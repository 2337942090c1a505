/** Pages of their own: children of signedInRoute. */
export const companyViewPages = [] as const
