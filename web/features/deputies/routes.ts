export const deputyRoutes = [] as const
