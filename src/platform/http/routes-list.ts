import type { RouteOptions } from 'fastify'
import { actions } from '../../access/permissions.ts'
import type { TokenScope } from '../../access/token-scopes.ts'
import type { App, RoutePermission } from './app.ts'

export type MountedRoute = { method: string; url: string; permission: RoutePermission; tokenScope: TokenScope | null; tags: readonly string[] }

const mounted = new WeakMap<object, RouteOptions[]>()
const known: ReadonlySet<string> = new Set<string>(['public', 'signed-in', ...actions])

/** Every route must say who may call it, or the program does not start. Call this before any route is mounted. */
export function requirePermissions(app: App): void {
  const routes: RouteOptions[] = []
  mounted.set(app.server, routes)
  app.addHook('onRoute', (route) => {
    routes.push(route)
  })
  app.addHook('onReady', async () => {
    const silent = routes.filter((route) => !known.has(route.config?.permission ?? ''))
    if (silent.length > 0) {
      throw new Error(`These routes do not say who may call them (config.permission): ${silent.map((route) => `${String(route.method)} ${route.url}`).join(', ')}.`)
    }
  })
}

/** Routes of parts that know nothing of permissions, and show nothing of anybody. */
export function allPublic(app: { addHook(name: 'onRoute', hook: (route: RouteOptions) => void): unknown }): void {
  app.addHook('onRoute', (route) => {
    route.config = { ...route.config, permission: 'public' }
  })
}

/** All routes of the application with who may call them. */
export function routesOf(app: App): MountedRoute[] {
  const list: MountedRoute[] = []
  for (const route of mounted.get(app.server) ?? []) {
    const permission = route.config?.permission
    if (permission === undefined) continue
    for (const method of [route.method].flat()) {
      if (method !== 'HEAD') list.push({ method, url: route.url, permission, tokenScope: route.config?.tokenScope ?? null, tags: route.schema?.tags ?? [] })
    }
  }
  return list
}
