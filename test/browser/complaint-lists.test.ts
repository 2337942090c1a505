import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import ExcelJS from 'exceljs'
import { expect, test } from 'vitest'
import { Keyboard } from './keyboard.ts'
import { look } from './look.ts'
import { useStage } from './stage.ts'

/** Lists, search and import as a Manager uses them, without a mouse; every state is looked at as it comes. */
const stage = useStage()

test('a list is narrowed, ordered, kept as a set, handed over row by row and saved for Excel; the search finds a phrase', async () => {
  const manager = await stage.arrive()
  const keyboard = new Keyboard(manager)
  const { page } = manager
  const main = page.getByRole('main')
  const dialog = page.getByRole('dialog')
  const rail = page.getByRole('navigation', { name: 'Quick filters' })
  const rows = main.getByRole('row').filter({ has: page.getByRole('checkbox') }).filter({ has: page.locator('[data-row-link]') })
  await manager.signIn('ruth.kowalczyk@ohio-frd.example')
  await keyboard.link('Complaints')
  await page.getByRole('heading', { level: 1, name: 'All Open' }).waitFor()
  await rows.first().waitFor()
  await look(manager)

  // Narrowed and ordered.
  await keyboard.choose(page.getByLabel('Waiting for'), 'Company')
  await page.waitForURL(/waitingFor=company/)
  await keyboard.press(page.getByRole('columnheader', { name: /Days open/ }).getByRole('button'))
  await page.waitForURL(/sort=days/)
  await manager.settled()
  expect(await page.getByRole('columnheader', { name: /Days open/ }).getAttribute('aria-sort')).toBe('descending')
  const days = (await rows.getByRole('cell').filter({ hasText: /^\d+$/ }).allInnerTexts()).map(Number)
  expect(days).toEqual(days.toSorted((a, b) => b - a))
  expect(days.length).toBeGreaterThan(1)
  await keyboard.button('More')
  await page.getByLabel('Business type').waitFor()
  await keyboard.button('More')

  // Kept, left, and found again.
  await keyboard.button('Save this set')
  await keyboard.press(dialog.getByRole('button', { name: 'Save the set' }))
  await dialog.locator('[aria-invalid=true]').first().waitFor()
  await keyboard.type(dialog.getByLabel('Name'), 'With companies, oldest first')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'hidden' })
  await keyboard.press(rail.getByRole('link', { name: /^Canceled/ }))
  await page.getByRole('heading', { level: 1, name: 'Canceled' }).waitFor()
  await keyboard.press(rail.getByRole('link', { name: 'With companies, oldest first' }))
  await page.waitForURL(/waitingFor=company.*sort=days|sort=days.*waitingFor=company/)
  await manager.settled()

  // The Excel file holds the rows that are listed, in their order.
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    (async () => {
      await keyboard.button(/^Export/)
      await keyboard.button(/^Excel/)
    })(),
  ])
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.readFile(await download.path())
  const sheet = workbook.worksheets[0]
  const listed = await rows.locator('[data-row-link]').allInnerTexts()
  const saved = (sheet?.getColumn(1).values ?? []).map(String).filter((value) => /^C-\d{6}$/.test(value))
  expect(saved.slice(0, listed.length)).toEqual(listed)

  // Handed over: first what would happen to each, then what did.
  await manager.go('/complaints')
  await rows.first().waitFor()
  for (const at of [0, 1, 2]) await keyboard.tick(rows.nth(at).getByRole('checkbox'))
  await page.getByText('3 selected').waitFor()
  await keyboard.button('Change Agency POC')
  await dialog.waitFor()
  await keyboard.choose(dialog.getByLabel('Agency POC'), 'Luis Arroyo')
  await dialog.getByText(/^What will happen/).waitFor()
  await look(manager)
  await keyboard.press(dialog.getByRole('button', { name: /^Name Luis Arroyo for/ }))
  await dialog.getByText('What was done').waitFor()
  expect(await dialog.getByRole('row').count()).toBe(4)
  await look(manager)
  await keyboard.press(dialog.getByRole('button', { name: 'Back to the list' }))
  await dialog.waitFor({ state: 'hidden' })
  expect(await page.getByText('3 selected').count()).toBe(0)
  await manager.go('/complaints?view=canceled&receivedFrom=2031-01-01')
  await look(manager)

  // A phrase, then a facet; then nothing.
  const [known] = await stage.sql<{ narrative: string }>(
    `select d.narrative from complaint c join complaint_detail d on d.complaint_id = c.id join agency a on a.id = c.agency_id where a.code = 'OH-FRD' and c.status = 'in_progress' and d.narrative ~ '^[A-Za-z]+ [a-z]+ [a-z]+ [a-z]+ ' order by c.number limit 1`,
  )
  const phrase = (known?.narrative ?? '').split(' ').slice(0, 4).join(' ')
  await page.keyboard.press('/')
  await page.keyboard.type(`"${phrase}"`)
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/search/)
  expect(new URL(page.url()).search, 'words stay out of what servers see').toBe('')
  const found = main.getByRole('list', { name: 'Complaints found' })
  await found.locator('mark').first().waitFor()
  await look(manager)
  await page.getByLabel('Words').fill('escrow')
  await page.getByLabel('Words').press('Enter')
  const facet = page.getByRole('group', { name: 'Status' }).getByRole('button', { name: /In progress/ })
  await facet.waitFor()
  await keyboard.press(facet)
  await page.locator('[aria-pressed=true]').waitFor()
  await expect.poll(async () => {
    const items = await found.getByRole('listitem').allInnerTexts()
    return items.length > 0 && items.every((item) => item.includes('In progress'))
  }, { timeout: 30_000 }).toBe(true)
  await look(manager)
  await manager.go('/search#q=zyzzyva')
  await main.getByText('No complaint holds these words.').waitFor()
  await look(manager)
  expect(manager.complaintsOfThePage).toEqual([])
})

test('of a small file the good rows are imported, and the bad one comes back with its reason', async () => {
  const manager = await stage.arrive()
  const keyboard = new Keyboard(manager)
  const { page } = manager
  await manager.signIn('marcus.oyelaran@ohio-frd.example')
  await manager.go('/complaints/import')
  await look(manager)
  const give = (name: string, text: string) => writeFile(join(stage.folder, name), text).then(() => page.locator('input[type=file]').setInputFiles(join(stage.folder, name)))
  await give('empty.csv', '')
  await page.getByText('This file cannot be imported').waitFor()
  await look(manager)
  await give('October letters.csv', ['Received,Company,Type of product,Nature of complaint,What happened,Room', '10/05/2026,Brightwater Home Loans,Mortgage,Trouble during payment process,My October payment is missing.,12', '10/14/2026,Brightwater Home Loans,Mortgage,Trouble during payment process,They raised my escrow.,12', '10/15/2026,,Mortgage,Trouble during payment process,Nobody says whom.,14', ''].join('\n'))
  await page.waitForURL(/\/complaints\/import\/[0-9a-f-]+/)
  await page.getByRole('heading', { name: 'What each column becomes' }).waitFor()
  expect(await page.getByLabel('Received becomes').inputValue()).toBe('receivedOn')
  await page.getByText('Left aside: Room.').waitFor()
  await look(manager)
  await keyboard.choose(page.getByLabel('Room becomes'), 'Preferred language')
  await page.getByText('No column is left aside.').waitFor()
  await keyboard.button('Continue to the preview')
  await page.getByRole('heading', { name: 'Why rows are rejected' }).waitFor()
  await look(manager)
  await keyboard.button('Import 2 complaints')
  await page.getByText('2 complaints imported').waitFor()
  await look(manager)
  const [rejected] = await Promise.all([page.waitForEvent('download'), keyboard.link('Download 1 rejected row')])
  const text = await readFile(await rejected.path(), 'utf8')
  expect(text).toContain('Nobody says whom.')
  expect(text).not.toContain('October payment')
  await keyboard.link('Open the newest complaints')
  await page.getByRole('heading', { level: 1, name: 'All' }).waitFor()
  await page.getByRole('row').filter({ hasText: 'Brightwater Home Loans' }).nth(1).waitFor()
  await manager.go('/complaints/import')
  await page.getByText('October letters.csv').first().waitFor()
  await look(manager)
  expect(manager.complaintsOfThePage).toEqual([])
})
