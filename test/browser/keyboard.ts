import type { Locator, Page } from 'playwright-core'
import type { Visitor } from './browser.ts'

/** How much a person did: pages opened, fields filled in, keys pressed. */
export type Effort = { pages: number; fields: number; keys: number }

type InPage = { matches(selector: string): boolean; isConnected: boolean }

/**
 * Presses Tab until one of the elements has the focus, as somebody without a mouse does.
 * @returns how often
 */
export async function tabTo(page: Page, control: Locator): Promise<number> {
  await control.first().waitFor()
  let wanted = await control.elementHandles()
  for (let presses = 0; presses < 200; presses += 1) {
    // Finding an element by its name looks at the whole page: done once, and again when the page was rendered anew.
    const found = await page.evaluate((all: InPage[]) => (all.some((one) => one.matches(':focus')) ? 'focus' : all.length > 0 && all.every((one) => one.isConnected) ? 'no' : 'gone'), wanted)
    if (found === 'focus') return presses
    if (found === 'gone' || presses % 5 === 4) {
      wanted = await control.elementHandles()
      if ((await control.and(page.locator(':focus')).count()) > 0) return presses
    }
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not lead to ${String(control)}.`)
}

/** A person without a mouse: goes from control to control with Tab, and counts what that takes. */
export class Keyboard {
  readonly effort: Effort = { pages: 0, fields: 0, keys: 0 }
  readonly #visitor: Visitor

  constructor(visitor: Visitor) {
    this.#visitor = visitor
    let path = ''
    visitor.page.on('framenavigated', (frame) => {
      const next = new URL(frame.url()).pathname + new URL(frame.url()).search
      if (frame !== visitor.page.mainFrame() || next === path) return
      path = next
      this.effort.pages += 1
    })
  }

  /** Presses Tab until the control has the focus. */
  async to(control: Locator): Promise<void> {
    this.effort.keys += await tabTo(this.#visitor.page, control)
  }

  async press(control: Locator): Promise<void> {
    await this.to(control)
    await this.#press('Enter')
  }

  /** A text is the whole name: a part of it may stand in others that Tab reaches before, such as a link with a number before it. */
  async button(name: string | RegExp): Promise<void> {
    await this.press(this.#visitor.page.getByRole('button', { name, exact: true }))
  }

  /** As with `button`. */
  async link(name: string | RegExp): Promise<void> {
    await this.press(this.#visitor.page.getByRole('link', { name, exact: true }))
  }

  /** What stands in the field is written over. */
  async type(field: Locator, text: string): Promise<void> {
    await this.to(field)
    if ((await field.inputValue()) !== '') await this.#press('ControlOrMeta+a')
    await this.#visitor.page.keyboard.type(text)
    this.effort.keys += text.length
    this.effort.fields += 1
  }

  /** Goes down in a list until the wanted entry is chosen. */
  async choose(list: Locator, entry: string): Promise<void> {
    await this.to(list)
    const value = await list.locator('option', { hasText: entry }).first().getAttribute('value')
    await this.#until('ArrowDown', async () => (await list.inputValue()) === value)
    this.effort.fields += 1
  }

  /** Reaches the group, then goes down in it until this button is on. */
  async pick(radio: Locator): Promise<void> {
    const name = await radio.getAttribute('name')
    await this.to(this.#visitor.page.locator(`input[type=radio][name="${name ?? ''}"]`))
    if (!(await radio.isChecked())) await this.#press('Space')
    await this.#until('ArrowDown', () => radio.isChecked())
    this.effort.fields += 1
  }

  /** Turns a check box on or off. */
  async tick(box: Locator): Promise<void> {
    await this.to(box)
    await this.#press('Space')
    this.effort.fields += 1
  }

  async #until(key: string, done: () => Promise<boolean>): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      if (await done()) return
      await this.#press(key)
    }
    throw new Error(`Nothing was reached with ${key}.`)
  }

  async #press(key: string): Promise<void> {
    await this.#visitor.page.keyboard.press(key)
    this.effort.keys += 1
  }
}
