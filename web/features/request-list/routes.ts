export const requestListRoutes = [] as const
