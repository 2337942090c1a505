import { existsSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { AxeBuilder } from '@axe-core/playwright'
import { chromium, type Browser, type Page, type Request } from 'playwright-core'
import type { z } from 'zod'
import { TrainingAccounts } from '#src/modules/accounts/contract.ts'
import { nextCode } from './codes.ts'

/** The Chromium that `npm test` found or fetched; else one of the system's. */
export async function openBrowser(): Promise<Browser> {
  const executablePath = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((path) => path !== undefined && path !== '' && existsSync(path))
  if (executablePath === undefined) throw new Error('No Chromium was found. Install one, or name it in CHROMIUM_PATH.')
  return chromium.launch({
    executablePath,
    args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'],
  })
}

/** The builder itself would bring the long form into the page, twice. */
const axeSource = readFileSync(createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright')).resolve('axe-core/axe.min.js'), 'utf8')

/** Milliseconds without a request after which a page is there. */
const quiet = 100

export const desktop = { width: 1280, height: 900 }
export const phone = { width: 390, height: 800 }

/** A person at a browser of their own. Whatever the page logs as an error is collected: a test ends with none. */
export class Visitor {
  readonly page: Page
  readonly base: string
  readonly complaintsOfThePage: string[] = []
  readonly #underway = new Set<Request>()
  #quietSince = Date.now()

  constructor(page: Page, base: string) {
    this.page = page
    this.base = base
    page.on('request', (request) => {
      // What happens is told over a connection that stays open.
      if (new URL(request.url()).pathname !== '/api/v1/events') this.#underway.add(request)
    })
    page.on('requestfinished', (request) => this.#ended(request))
    page.on('requestfailed', (request) => this.#ended(request))
    page.on('pageerror', (error) => this.complaintsOfThePage.push(error.message))
    page.on('console', (message) => {
      // The browser reports refused requests, and the router what its error page shows as a sentence: both are meant.
      const expected = /^(Failed to load resource|ApiProblem: This \w+ was not found)/.test(message.text())
      if (message.type() === 'error' && !expected) this.complaintsOfThePage.push(message.text())
    })
  }

  static async arrive(browser: Browser, base: string, viewport = desktop): Promise<Visitor> {
    const context = await browser.newContext({ viewport, reducedMotion: 'reduce' })
    const page = await context.newPage()
    page.setDefaultTimeout(60_000)
    return new Visitor(page, base)
  }

  #ended(request: Request): void {
    this.#underway.delete(request)
    this.#quietSince = Date.now()
  }

  /** Waits until the page asks for nothing any more. As Playwright's own wait for an idle network, which takes five times as long. */
  async settled(): Promise<void> {
    await this.page.waitForLoadState('load')
    const until = Date.now() + 60_000
    for (;;) {
      while (this.#underway.size > 0 || Date.now() - this.#quietSince < quiet) {
        if (Date.now() > until) throw new Error(`The page still loads: ${[...this.#underway].map((request) => request.url()).join(', ')}`)
        await this.page.waitForTimeout(20)
      }
      // What arrived is worked through and painted; it may ask for more. A page that is never idle for long is not waited for.
      await this.page.evaluate('new Promise((done) => requestIdleCallback(() => requestAnimationFrame(() => requestIdleCallback(done, { timeout: 2000 })), { timeout: 2000 }))')
      if (this.#underway.size === 0) return
    }
  }

  async go(path: string): Promise<void> {
    await this.page.goto(`${this.base}${path}`)
    await this.#rendered()
    await this.settled()
  }

  /**
   * To another page of the program as a link on this one leads there: nothing is loaded anew but what that page asks for.
   * For whoever goes through many of them; that each opens by its address too is for `go`.
   */
  async turnTo(path: string): Promise<void> {
    const router = 'globalThis.__TSR_ROUTER__'
    await this.page.evaluate(`globalThis.before = ${router}.state.resolvedLocation; ${router}.history.push(${JSON.stringify(path)})`)
    for (const until = Date.now() + 60_000; !(await this.page.evaluate(`${router}.state.status === 'idle' && ${router}.state.resolvedLocation !== globalThis.before`)); ) {
      if (Date.now() > until) throw new Error(`The page does not turn to ${path}.`)
      await this.page.waitForTimeout(10)
    }
    this.#quietSince = Date.now()
    await this.#rendered()
    await this.settled()
  }

  /** Signs in as a training account does, by the pages: name and password, then the code. */
  async signInByHand(email: string): Promise<void> {
    await this.go('/sign-in')
    const account = await this.account(email)
    await this.page.getByLabel('E-mail').fill(account.email)
    await this.page.getByRole('textbox', { name: 'Password' }).fill(account.password)
    await this.page.getByRole('button', { name: 'Continue' }).click()
    await this.page.getByLabel('6-digit code').fill(await nextCode(account.totpSecret))
    await this.page.getByRole('button', { name: 'Sign in' }).click()
    await this.page.waitForURL(/\/home/)
    await this.#rendered('Sign in')
    await this.settled()
  }

  /** The same by what those pages send, for whom signing in is only the way to their work. Ends on the home page as well. */
  async signIn(email: string): Promise<void> {
    const account = await this.account(email)
    for (const [path, data] of [['', { email: account.email, password: account.password }], ['/second-factor', { code: await nextCode(account.totpSecret) }]] as const) {
      const answer = await this.page.request.post(`${this.base}/api/v1/session${path}`, { data })
      if (!answer.ok()) throw new Error(`${email} could not sign in: ${String(answer.status())} ${await answer.text()}`)
    }
    await this.go('/home')
  }

  /** The page itself stands there, not what is shown while it loads: before that it asks for nothing either, and seems settled. */
  async #rendered(butNot: string | RegExp = /^Loading/): Promise<void> {
    await this.page.getByRole('heading', { level: 1 }).filter({ hasNotText: /^Loading/ }).filter({ hasNotText: butNot }).first().waitFor()
  }

  async account(email: string): Promise<z.infer<typeof TrainingAccounts>[number]> {
    const answer = await fetch(`${this.base}/api/v1/training/accounts`)
    const account = TrainingAccounts.parse(await answer.json()).find((one) => one.email === email)
    if (account === undefined) throw new Error(`There is no training account ${email}.`)
    return account
  }

  /** What axe finds wrong on the page as it stands, a line each; none is allowed. The pages hold no frames: one run says all. */
  async barriers(): Promise<string[]> {
    await this.settled()
    await this.page.getByRole('heading', { level: 1 }).first().waitFor()
    // Brought into each page once: that takes longer than many a look.
    if (!(await this.page.evaluate('typeof window.axe?.run === "function"'))) await this.page.evaluate(`${axeSource};0`)
    const axe = new AxeBuilder({ page: this.page, axeSource: 'void 0;' }).setLegacyMode(true)
    const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
    const { violations } = await axe.options({ runOnly: { type: 'tag', values: tags }, resultTypes: ['violations'] }).analyze()
    return violations.map((violation) => `${new URL(this.page.url()).pathname}: ${violation.id} (${violation.nodes.map((node) => node.target.join(' ')).join(', ')})`)
  }

  /** Does the page scroll sideways? It never should, whatever the width. */
  async overflows(): Promise<boolean> {
    // A change of the width is painted, and parts that follow it are rendered, before anything is measured.
    await this.page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done, 50))))')
    return this.page.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth + 1')
  }
}
