import { useId, useState, type ReactNode } from 'react'
import { ImportDetail, type ColumnMapping } from '#src/modules/imports/contract.ts'
import { ended } from '#src/kernel/text.ts'
import { dateFormats, dateFormatWords, type DateFormat } from '#src/modules/imports/domain/dates.ts'
import { fieldKeys, fields, type FieldKey } from '#src/modules/imports/domain/fields.ts'
import { dateFields, mappingProblems, type DateField } from '#src/modules/imports/domain/mapping.ts'
import { api } from '../../../app/api.ts'
import { StaticTable } from '../../../ui/data-table.tsx'
import { sentenceOf } from '../../../ui/error-state.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/page.tsx'
import { columnsFor } from '../../../ui/table-columns.ts'
import { formatMoment } from '../../../ui/format-date.ts'
import { useSession } from '../../../app/session.tsx'
import { showImport } from './import-queries.ts'
import { counted, LettersNotice } from './import-words.tsx'

type File = NonNullable<ImportDetail['file']>
type Line = { position: number; name: string; samples: readonly string[]; value: FieldKey | null; taken: readonly (FieldKey | null)[]; onChange: (field: FieldKey | null) => void }
const column = columnsFor<Line>()
// Made once: with columns made anew at each choice the lists would be other ones, and lose the focus.
const table = column.columns([
  column.accessor('name', { header: 'Column of the file', meta: { card: 'title' }, cell: ({ row: { original } }) => <strong className="wrap-anywhere">{original.name}</strong> }),
  column.display({ id: 'samples', header: 'For example', meta: { card: 'more' }, cell: ({ row: { original } }) => <Samples values={original.samples} /> }),
  column.display({ id: 'field', header: 'Becomes', meta: { card: 'action' }, cell: ({ row: { original } }) => <FieldSelect line={original} /> }),
])
const groups = ['Complaint', 'Subject', 'Categories', 'Transaction', 'Complainant'] as const

/** Which column is which field: guessed, and changed by the person. */
export function ColumnsStep({ run, file, next }: { run: ImportDetail; file: File; next: () => void }): ReactNode {
  const { timeZone } = useSession()
  const [columns, setColumns] = useState<readonly (FieldKey | null)[]>(file.mapping.columns)
  const [dates, setDates] = useState<Partial<Record<DateField, DateFormat>>>(() => without(file.mapping.dates, file.ambiguousDates))
  const [keep, setKeep] = useState(file.isKept)
  const [problems, setProblems] = useState<readonly string[]>([])
  const [working, setWorking] = useState(false)
  const lines = file.columns.map((line, position): Line => ({ ...line, position, value: columns[position] ?? null, taken: columns, onChange: (field) => choose(position, field) }))
  const names = file.columns.map((line) => line.name)
  const ignored = lines.filter(({ position }) => columns[position] === null)

  function choose(position: number, field: FieldKey | null) {
    setColumns(columns.with(position, field))
    setProblems([])
  }
  async function chooseSheet(sheet: string) {
    await busy(async () => void showImport(await api.put(`/imports/${run.id}/sheet`, { version: run.version, sheet }, ImportDetail)))
  }
  async function save() {
    const found = mappingProblems({ columns, dates }, names)
    if (found.length > 0) { setProblems(found.map(({ sentence }) => sentence)); return; }
    const mapping: ColumnMapping = { columns: [...columns], dates }
    await busy(async () => {
      showImport(await api.put(`/imports/${run.id}/mapping`, { version: run.version, sheet: file.sheet, mapping, keep }, ImportDetail))
      next()
    })
  }
  async function busy(work: () => Promise<void>) {
    if (working) { announce('Still working'); return; }
    setWorking(true)
    setProblems([])
    try {
      await work()
    } catch (error) {
      setProblems([sentenceOf(error)])
    } finally {
      setWorking(false)
    }
  }

  return (
    <div className="stack">
      {file.importedBefore ? (
        <Notice tone="warning" title="Your agency imported this very file before">
          On {formatMoment(file.importedBefore, timeZone)}. Rows without a CFPB ID would come twice.
        </Notice>
      ) : null}
      <LettersNotice encoding={file.encoding} />
      {file.isMended ? <Notice tone="info">These are rejected rows of an earlier import: columns and dates are as they were chosen there.</Notice> : null}
      {file.isKept && !file.isMended ? <Notice tone="info">The columns are as your agency kept them for files with these headings.</Notice> : null}
      {file.sheets.length > 1 ? <SheetSelect file={file} onChoose={(sheet) => void chooseSheet(sheet)} /> : null}
      <Section title="What each column becomes" lead="Needed: the date received, the product, and the company by name, NMLS ID or SES ID, or a Non-NMLS entity by its ID. Each field once.">
        <div className="import-columns">
          <StaticTable caption="Columns of the file and the fields that they become" columns={table} rows={lines} rowId={(line) => String(line.position)} empty="The file has no columns." />
        </div>
        <p className="small muted">
          {ignored.length === 0 ? 'No column is left aside.' : ended(`Left aside: ${ignored.map(({ name }) => name).join(', ')}`)}
        </p>
      </Section>
      {dateFields.some((field) => columns.includes(field)) ? (
        <Section title="How dates are written">
          <div className="stack">
            {dateFields.map((field) =>
              columns.includes(field) ? (
                <DateSelect
                  key={field}
                  field={field}
                  value={dates[field]}
                  isOpen={file.ambiguousDates.includes(field)}
                  samples={lines[columns.indexOf(field)]?.samples ?? []}
                  onChange={(format) => {
                    setDates({ ...dates, [field]: format })
                    setProblems([])
                  }}
                />
              ) : null,
            )}
          </div>
        </Section>
      ) : null}
      {problems.length > 0 ? (
        <Notice tone="error" title={problems.length === 1 ? 'One thing needs your attention' : `${counted(problems.length, 'thing')} need your attention`}>
          <ul>
            {problems.map((problem) => (
              <li key={problem}>{problem}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <div className="check">
        <input id="keep-mapping" type="checkbox" checked={keep} onChange={(event) => setKeep(event.target.checked)} aria-describedby="keep-mapping-hint" />
        <label htmlFor="keep-mapping">Keep these columns for next time</label>
        <span className="check__hint" id="keep-mapping-hint">
          Offered to everybody in your agency who imports a file with the same headings.
        </span>
      </div>
      <div className="row">
        <button type="button" className="usa-button" aria-disabled={working} onClick={() => void save()}>
          {working ? 'Working…' : 'Continue to the preview'}
        </button>
        <span className="small muted">Nothing is imported yet.</span>
      </div>
    </div>
  )
}

function Samples({ values }: { values: readonly string[] }): ReactNode {
  if (values.length === 0) return <span className="muted">Empty in the first rows</span>
  return (
    <ul className="import-samples">
      {values.map((value) => (
        <li key={value}>{value}</li>
      ))}
    </ul>
  )
}

function FieldSelect({ line: { name, value, taken, onChange } }: { line: Line }): ReactNode {
  return (
    <select className="usa-select" aria-label={`${name} becomes`} value={value ?? ''} onChange={(event) => onChange(fieldKeys.find((key) => key === event.target.value) ?? null)}>
      <option value="">Leave aside</option>
      {groups.map((group) => (
        <optgroup key={group} label={group}>
          {fieldKeys
            .filter((key) => fields[key].group === group)
            .map((key) => (
              <option key={key} value={key} disabled={key !== value && taken.includes(key)}>
                {fields[key].label}
              </option>
            ))}
        </optgroup>
      ))}
    </select>
  )
}

function SheetSelect({ file, onChoose }: { file: File; onChoose: (sheet: string) => void }): ReactNode {
  const id = useId()
  return (
    <div className="field import-field">
      <label className="field__label" htmlFor={id}>
        Sheet of the workbook
      </label>
      <span className="field__hint" id={`${id}-hint`}>
        One sheet is imported at a time.
      </span>
      <select id={id} className="usa-select" aria-describedby={`${id}-hint`} value={file.sheet ?? ''} onChange={(event) => onChoose(event.target.value)}>
        {file.sheets.map((sheet) => (
          <option key={sheet} value={sheet}>
            {sheet}
          </option>
        ))}
      </select>
    </div>
  )
}

function DateSelect({ field, value, isOpen, samples, onChange }: { field: DateField; value: DateFormat | undefined; isOpen: boolean; samples: readonly string[]; onChange: (format: DateFormat | undefined) => void }): ReactNode {
  const id = useId()
  return (
    <div className="field import-field">
      <label className="field__label" htmlFor={id}>
        {fields[field].label}
      </label>
      <span className="field__hint" id={`${id}-hint`}>
        {samples.length > 0 ? `In the file: ${samples.join(', ')}. ` : ''}
        {isOpen ? 'Some of them can be read month first or day first: please choose.' : ''}
      </span>
      <select id={id} className="usa-select" aria-describedby={`${id}-hint`} value={value ?? ''} onChange={(event) => onChange(dateFormats.find((format) => format === event.target.value))}>
        <option value="">Choose…</option>
        {dateFormats.map((format) => (
          <option key={format} value={format}>
            {dateFormatWords[format]}
          </option>
        ))}
      </select>
    </div>
  )
}

function without(dates: Partial<Record<DateField, DateFormat>>, open: readonly DateField[]): Partial<Record<DateField, DateFormat>> {
  return Object.fromEntries(Object.entries(dates).filter(([field]) => !open.some((one) => one === field)))
}
