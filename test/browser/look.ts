import { expect } from 'vitest'
import { desktop, phone, type Visitor } from './browser.ts'

/** What is left of a desk's screen at 400 % (WCAG 1.4.10). */
export const zoomed = { width: 320, height: 256 }

/** As wide as a desk, a phone, and a desk's screen at 400 %: nothing in the way, nothing to scroll sideways. */
export async function look(visitor: Visitor): Promise<void> {
  const before = visitor.page.viewportSize() ?? desktop
  expect(await visitor.barriers()).toEqual([])
  for (const size of [before, phone, zoomed]) {
    await visitor.page.setViewportSize(size)
    expect(await visitor.overflows(), `${visitor.page.url()} scrolls sideways at ${String(size.width)} px`).toBe(false)
  }
  await visitor.page.setViewportSize(before)
}
