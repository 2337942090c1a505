import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { Keyboard } from './keyboard.ts'
import { look } from './look.ts'
import { useStage } from './stage.ts'

/** The record as an examiner and a Supervisor work in it, without a mouse; every state is looked at as it comes. */
const stage = useStage()
const dana = 'dana.whitfield@ohio-frd.example'
const ruth = 'ruth.kowalczyk@ohio-frd.example'

test('an examiner notes, alleges, writes to the complainant and looks with the company’s eyes', async () => {
  const examiner = await stage.arrive()
  const keyboard = new Keyboard(examiner)
  const { page } = examiner
  const main = page.getByRole('main')
  const dialog = page.getByRole('dialog')
  await examiner.signIn(ruth)
  const record = await complaintPath(`c.status = 'in_progress' and c.first_sent_at is not null and not exists (select from research_entry r where r.complaint_id = c.id)
    and exists (select from complainant p where p.complaint_id = c.id and not p.restricted and p.street <> '')`)
  await examiner.go(record)
  const tab = (name: string) => keyboard.press(page.getByRole('navigation', { name: 'Parts of the complaint' }).getByRole('link', { name }))

  // A note with a file.
  await tab('Research/Communication')
  await main.getByText('Nothing is noted yet.').waitFor()
  await look(examiner)
  await keyboard.button('Add Research/Communication')
  await keyboard.press(dialog.getByRole('button', { name: 'Add it, then its documents' }))
  await dialog.locator('[aria-invalid=true]').first().waitFor()
  await look(examiner)
  await keyboard.choose(dialog.getByLabel('How'), 'Phone')
  await keyboard.choose(dialog.getByLabel('With'), 'The consumer')
  await keyboard.type(dialog.getByLabel('What was said or written'), 'She keeps the statements and sends a copy of June.')
  await keyboard.press(dialog.getByRole('button', { name: 'Add it, then its documents' }))
  await page.getByRole('heading', { level: 2, name: 'Documents of this note' }).waitFor()
  const statement = join(stage.folder, 'Statement of June.csv')
  await writeFile(statement, 'date,amount\n2026-06-30,412.60\n')
  await dialog.locator('input[type=file]').setInputFiles(statement)
  await dialog.getByRole('link', { name: /Statement of June\.csv/ }).waitFor()
  await look(examiner)
  await keyboard.press(dialog.getByRole('button', { name: 'Done' }))
  await main.getByText('She keeps the statements').waitFor()
  await main.getByText('Statement of June.csv').waitFor()
  await look(examiner)

  // Two alleged violations, one with a citation of the list.
  await tab('Alleged Violations')
  await keyboard.link('Add Alleged Violations')
  await keyboard.type(page.getByLabel('Description'), 'The loan estimate came two weeks late.')
  await keyboard.type(page.getByRole('combobox', { name: 'Federal or state citation' }), '1026.19')
  await page.getByRole('option', { name: /1026\.19/ }).first().waitFor()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await keyboard.button(/Add Alleged Violation$/)
  await look(examiner)
  await keyboard.button('Save 2 Alleged Violations')
  await page.locator('[aria-invalid=true]').first().waitFor()
  await look(examiner)
  await keyboard.type(page.getByLabel('Description').nth(1), 'Fees were taken that the estimate did not name.')
  await keyboard.button('Save 2 Alleged Violations')
  await main.getByRole('article').nth(1).waitFor()
  expect(await main.getByRole('article', { name: /1026\.19/ }).count()).toBe(1)
  await look(examiner)

  // A letter from a template goes out as a PDF.
  await tab('Letters')
  await main.getByText('No letter yet.').first().waitFor()
  await look(examiner)
  await keyboard.choose(page.getByLabel('Letter', { exact: true }), 'We received your complaint')
  await keyboard.button('Begin the letter')
  await page.getByRole('heading', { level: 1, name: /Letter to the complainant/ }).waitFor()
  await look(examiner)
  await keyboard.button('Issue the letter')
  await dialog.waitFor()
  await look(examiner)
  await keyboard.press(dialog.getByRole('button', { name: 'Issue the letter' }))
  const save = page.getByRole('link', { name: 'Save the PDF' })
  await save.waitFor()
  await look(examiner)
  const [pdf] = await Promise.all([page.waitForEvent('download'), keyboard.press(save)])
  expect((await readFile(await pdf.path())).subarray(0, 5).toString()).toBe('%PDF-')
  expect(pdf.suggestedFilename()).toMatch(/\.pdf$/)

  // The letter stands among the communication, and nothing of all this reaches the company.
  await examiner.go(`${record}/research`)
  await main.getByText(/Mail with the consumer/).first().waitFor()
  await keyboard.button('Actions')
  await look(examiner)
  await keyboard.link('See it as the company does')
  await page.waitForURL(/\/company-view/)
  await main.getByText('You only look', { exact: false }).or(main.getByRole('heading', { name: /request/i })).first().waitFor()
  const seen = await main.innerText()
  for (const hidden of ['She keeps the statements', 'two weeks late', 'Statement of June']) expect(seen).not.toContain(hidden)
  await look(examiner)
  expect(examiner.complaintsOfThePage).toEqual([])
})

test('a Supervisor cancels one complaint, reopens another and puts it on legal hold', async () => {
  const supervisor = await stage.arrive()
  const keyboard = new Keyboard(supervisor)
  const { page } = supervisor
  const main = page.getByRole('main')
  const dialog = page.getByRole('dialog')
  await supervisor.signIn(dana)

  await supervisor.go(await complaintPath(`c.status = 'in_progress' and c.first_sent_at is not null`, 'desc'))
  await keyboard.button('Actions')
  await keyboard.link('Cancel the complaint')
  await page.waitForURL(/\/cancel$/)
  await look(supervisor)
  await keyboard.button('Cancel the complaint')
  await page.locator('[aria-invalid=true]').first().waitFor()
  await look(supervisor)
  await keyboard.type(page.getByRole('textbox', { name: 'Reason' }), 'Entered twice.')
  await keyboard.button('Cancel the complaint')
  await page.waitForURL((url) => !url.pathname.endsWith('/cancel'))
  await page.getByText('Canceled', { exact: true }).first().waitFor()
  await main.getByText('Entered twice.').first().waitFor()
  await look(supervisor)

  await supervisor.go(await complaintPath(`c.status = 'closed' and c.closed_at > now() - interval '300 days' and exists (select from complaint_retention k where k.complaint_id = c.id and k.retain_until is not null)`))
  await keyboard.button('Actions')
  await keyboard.button('Reopen the complaint')
  await keyboard.press(dialog.getByRole('button', { name: 'Reopen the complaint' }))
  await dialog.locator('[aria-invalid=true]').first().waitFor()
  await look(supervisor)
  await keyboard.type(dialog.getByLabel('Reason'), 'New evidence came by mail.')
  await keyboard.press(dialog.getByRole('button', { name: 'Reopen the complaint' }))
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('Reopened', { exact: true }).first().waitFor()
  await main.getByText('New evidence came by mail.').first().waitFor()
  await look(supervisor)

  await keyboard.button('Actions')
  await keyboard.button('Set a legal hold')
  await dialog.waitFor()
  await look(supervisor)
  await keyboard.type(dialog.getByLabel('Reason'), 'A court asked for the file.')
  await keyboard.press(dialog.getByRole('button', { name: 'Set the hold' }))
  await dialog.waitFor({ state: 'hidden' })
  await page.getByText('Legal hold', { exact: true }).waitFor()
  await look(supervisor)
  expect(supervisor.complaintsOfThePage).toEqual([])
})

/** One of Ohio's complaints about a company. */
async function complaintPath(condition: string, order: 'asc' | 'desc' = 'asc'): Promise<string> {
  const [found] = await stage.sql<{ id: string }>(`select c.id from complaint c join agency a on a.id = c.agency_id where a.code = 'OH-FRD' and c.subject_kind = 'company' and ${condition} order by c.number ${order} limit 1`)
  if (found === undefined) throw new Error(`Ohio has no complaint with ${condition}.`)
  return `/complaints/${found.id}`
}
