import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { phone } from './browser.ts'
import { dana, personAt } from './exchanging.ts'
import { Keyboard } from './keyboard.ts'
import { look } from './look.ts'
import { useStage } from './stage.ts'

/** Numbers and what stands behind them, without a mouse: an agency's reports, the market with what rises in it, and who takes part. */
const stage = useStage()

const Listed = z.object({ items: z.array(z.unknown()) })

/** "1,204 complaints closed. …" → 1204 */
const numberIn = (words: string) => Number(/[\d,]+/.exec(words)?.[0].replaceAll(',', ''))

test('a Supervisor narrows a report, drills down to exactly the complaints that a number counts, and takes the table out', async () => {
  const { visitor, keyboard } = await personAt(stage, dana)
  const { page } = visitor
  const main = page.getByRole('main')
  await keyboard.link('Reports')
  await page.getByRole('heading', { level: 1, name: 'Complaint reports' }).waitFor()
  await page.getByRole('heading', { name: 'Age of open complaints' }).waitFor()
  await look(visitor)

  await keyboard.press(page.getByRole('navigation', { name: 'Reports' }).getByRole('link', { name: 'Outcomes' }))
  await page.getByRole('heading', { level: 1, name: 'Outcomes and monetary relief' }).waitFor()
  await keyboard.choose(page.getByLabel('Rows'), 'Month')
  await page.waitForURL(/by=month/)
  await keyboard.choose(page.getByLabel('Product'), 'Mortgage')
  await page.waitForURL(/productId=/)
  await main.getByText(/^As things stood on /).waitFor()
  await look(visitor)
  const total = main.getByRole('row', { name: /^All / })
  const shown = numberIn(await total.getByRole('link').first().innerText())
  expect(shown).toBeGreaterThan(0)

  // As a file, then the list behind the number.
  await keyboard.button('Export')
  const [download] = await Promise.all([page.waitForEvent('download'), keyboard.button('CSV')])
  const file = join(stage.folder, download.suggestedFilename())
  await download.saveAs(file)
  const lines = (await readFile(file, 'utf8')).trim().split('\r\n')
  expect(lines[0]).toMatch(/Month,Closed,/)
  expect(lines.at(-1)).toMatch(new RegExp(`^All,${String(shown)},`))

  await keyboard.press(total.getByRole('link', { name: / Referred elsewhere, all: list them$/ }).or(total.getByRole('link', { name: / With explanation, all: list them$/ })).first())
  await page.waitForURL(/closeReason=/)
  await page.goBack()
  await page.waitForURL(/reports\/outcomes/)
  await keyboard.press(total.getByRole('link', { name: / Closed, all: list them$/ }))
  await page.waitForURL((url) => url.pathname === '/complaints' && url.searchParams.get('view') === 'closed')
  await visitor.settled()
  const answer = await page.request.get(`${visitor.base}/api/v1/complaints?limit=200&${new URL(page.url()).searchParams.toString()}`)
  expect(Listed.parse(await answer.json()).items).toHaveLength(shown)
  expect(visitor.complaintsOfThePage).toEqual([])
})

test('a rise in the market leads to its complaints; nothing found is said so', async () => {
  // Five dozen of one company in the last full month, where it had a few each month before.
  await stage.sql(`insert into complaint (id, agency_id, status, subject_kind, company_id, subject_name, created_at, received_on, product_id, issue_id, transaction_state)
    select gen_random_uuid(), a.id, 'in_progress', 'company', c.id, c.name, now(), (date_trunc('month', now() at time zone 'America/New_York') - interval '1 month')::date + i % 28, null, null, 'OH'
    from generate_series(1, 60) i, (select id from agency where state = 'OH' limit 1) a, (select id, name from company where name like 'Brightwater%' limit 1) c`)
  const { visitor, keyboard } = await personAt(stage, dana)
  const { page } = visitor
  const main = page.getByRole('main')
  await visitor.go('/reports/market')
  const rise = main.getByRole('listitem').filter({ hasText: 'A rise this large by chance' }).filter({ hasText: 'Brightwater' })
  await rise.waitFor()
  await look(visitor)
  // The months of the chart, by arrow keys.
  const months = main.getByRole('slider', { name: 'Month of receipt' })
  await keyboard.to(months)
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => months.getAttribute('aria-valuetext')).toMatch(/^\w+ \d{4}: [\d,]+ complaints$/)
  const counted = numberIn(await rise.getByText(/^[\d,]+ in /).innerText())
  expect(counted).toBeGreaterThanOrEqual(60)
  await keyboard.press(rise.getByRole('link', { name: /^List these/ }))
  await page.waitForURL((url) => url.pathname === '/complaints' && url.searchParams.get('view') === 'all_agencies')
  const answer = await page.request.get(`${visitor.base}/api/v1/complaints?limit=200&${new URL(page.url()).searchParams.toString()}`)
  expect(Listed.parse(await answer.json()).items).toHaveLength(counted)

  await visitor.go('/reports/market?state=WY&from=2020-01&to=2020-02')
  await main.getByText('Nothing to show').waitFor()
  await look(visitor)
  expect(visitor.complaintsOfThePage).toEqual([])
})

test('anybody finds on the map, or in the table beside it, which agencies of a state take part and since when', async () => {
  const visitor = await stage.arrive(phone)
  const keyboard = new Keyboard(visitor)
  const { page } = visitor
  await visitor.go('/participation')
  const map = page.getByRole('group', { name: /^Map of the United States/ })
  await map.waitFor()
  await look(visitor)
  // One stop of the Tab key; arrows go from state to state by name, and the letters go with them.
  await keyboard.to(map.getByRole('button', { name: /^Alabama/ }))
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 3, name: 'Alaska' }).waitFor()
  await page.getByRole('status').getByText(/since/).waitFor()
  expect(await page.getByText('Ohio Financial Regulation Division').count()).toBeGreaterThan(0)
  await keyboard.button('Supervisory Activities')
  await page.getByRole('status').getByText('No agency takes part yet.').waitFor()
  await look(visitor)
  expect(visitor.complaintsOfThePage).toEqual([])
})
