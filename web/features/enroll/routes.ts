export const enrollRoutes = [] as const
