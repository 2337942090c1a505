import { useState, type ReactNode } from 'react'
import { listColumnNames, type ListColumn } from '#src/modules/complaints/list-contract.ts'
import { Dialog } from '../../../ui/dialog.tsx'

const columnWords: Record<ListColumn, string> = {
  id: 'ID', status: 'Status', agency: 'Agency', subject: 'Subject and issue', kind: 'Kind of subject', product: 'Product', issue: 'Issue', waiting: 'Waiting for', requests: 'Requests answered',
  due: 'Next due', received: 'Received', entered: 'Entered', closed: 'Closed', days: 'Days open', poc: 'Agency POC',
}

/** Which columns the list shows; kept in the address, so that a link shows the same. The ID always stands first: it opens the record. */
export function ColumnChooser({ shown, onChoose, onClose }: { shown: readonly ListColumn[]; onChoose: (columns: readonly ListColumn[] | null) => void; onClose: () => void }): ReactNode {
  const [chosen, setChosen] = useState<ReadonlySet<ListColumn>>(new Set(shown))
  const done = (columns: readonly ListColumn[] | null) => {
    onChoose(columns)
    onClose()
  }
  return (
    <Dialog
      title="Columns"
      onClose={onClose}
      actions={
        <>
          <button type="button" className="usa-button" onClick={() => done(listColumnNames.filter((name) => chosen.has(name)))}>
            Show these columns
          </button>
          <button type="button" className="usa-button usa-button--outline" onClick={() => done(null)}>
            The usual ones
          </button>
        </>
      }
    >
      <fieldset className="field">
        <legend className="sr-only">Columns to show</legend>
        <div className="column-choices">
          {listColumnNames.map((name) => (
            <div className="check" key={name}>
              <input
                id={`column-${name}`}
                type="checkbox"
                checked={chosen.has(name)}
                disabled={name === 'id'}
                onChange={(event) => setChosen(new Set(event.target.checked ? [...chosen, name] : [...chosen].filter((other) => other !== name)))}
              />
              <label htmlFor={`column-${name}`}>{columnWords[name]}</label>
            </div>
          ))}
        </div>
      </fieldset>
    </Dialog>
  )
}
