import { Link } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import { ImportDetail } from '#src/modules/imports/contract.ts'
import { api, apiPath } from '../../../app/api.ts'
import { useSession } from '../../../app/session.tsx'
import { ConfirmDialog } from '../../../ui/ask-dialog.tsx'
import { AudienceHint } from '../../../ui/audience-hint.tsx'
import { Facts } from '../../../ui/facts.tsx'
import { formatMoment, todayIn } from '../../../ui/format-date.ts'
import { Icon } from '../../../ui/icon.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Meter } from '../../../ui/meter.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/page.tsx'
import { showImport } from './import-queries.ts'
import { counted, number, timeWords } from './import-words.tsx'

/** The import under way, and what came of it. */
export function RunStep({ run }: { run: ImportDetail }): ReactNode {
  const { timeZone } = useSession()
  const [isCanceling, setCanceling] = useState(false)
  const isUnderway = run.state === 'waiting' || run.state === 'running'

  async function cancel() {
    showImport(await api.post(`/imports/${run.id}/cancellations`, {}, ImportDetail))
    announce('The import is canceled')
    setCanceling(false)
  }
  return (
    <div className="stack">
      {isUnderway ? <Underway run={run} onCancel={() => setCanceling(true)} /> : null}
      {run.state === 'failed' ? (
        <Notice tone="error" title="The import stopped">
          {run.failure} What was imported before stays.
        </Notice>
      ) : null}
      {run.state === 'canceled' ? (
        <Notice tone="info" title="The import was canceled">
          {counted(run.rowsImported, 'complaint')} imported before stay.
        </Notice>
      ) : null}
      {run.state === 'finished' ? (
        <Notice
          tone={run.rowsRejected > 0 ? 'warning' : 'success'}
          title={`${counted(run.rowsImported, 'complaint')} imported`}
          actions={
            <Link className="usa-button usa-button--outline usa-button--small" to="/complaints" search={{ view: 'all', sort: 'number', direction: 'desc', enteredFrom: todayIn(timeZone, run.startedAt), enteredTo: todayIn(timeZone, run.finishedAt ?? run.startedAt) }}>
              Open the newest complaints
            </Link>
          }
        >
          They are in progress and have no Agency POC yet. The history of each says that it was imported, and from which row.
        </Notice>
      ) : null}
      {run.rejectedUntil ? (
        <Section title="Rejected rows" count={run.rowsRejected} hint={<AudienceHint who="own">Only your agency’s Supervisors and Managers can download them, until {formatMoment(run.rejectedUntil, timeZone)}.</AudienceHint>}>
          <p className="import-text">Each row stands in the file as it was, with the reasons in the first column. Mend the rows and give the file again: the reasons are passed over.</p>
          <p className="row">
            <a className="usa-button" href={apiPath(`/imports/${run.id}/rejected-rows`)} download>
              <Icon name="file_download" />
              Download {counted(run.rowsRejected, 'rejected row')}
            </a>
            <Link className="usa-button usa-button--outline" to="/complaints/import">
              Give the mended file
            </Link>
          </p>
        </Section>
      ) : null}
      <Section title="In numbers">
        <div className="import-facts">
          <Facts
            items={[
              { label: 'Rows read', value: <span className="num">{number(run.rowsRead)}</span> },
              { label: 'Imported', value: <span className="num">{number(run.rowsImported)}</span> },
              { label: 'Known already', value: <span className="num">{number(run.rowsKnown)}</span> },
              { label: 'Rejected', value: <span className="num">{number(run.rowsRejected)}</span> },
              { label: 'New companies', value: run.companiesAdded === 0 ? '' : `${number(run.companiesAdded)}, to be confirmed` },
              { label: 'Unknown categories', value: run.categoriesAdded === 0 ? '' : `${number(run.categoriesAdded)}, kept as retired` },
              { label: 'Begun', value: `${formatMoment(run.startedAt, timeZone)}${run.startedBy ? ` by ${run.startedBy.name}` : ''}` },
              { label: 'Ended', value: run.finishedAt === null ? '' : formatMoment(run.finishedAt, timeZone) },
              { label: 'Speed', value: run.rowsPerSecond === null ? '' : `${number(run.rowsPerSecond)} rows a second` },
            ]}
          />
        </div>
      </Section>
      {isCanceling ? (
        <ConfirmDialog title="Cancel this import?" confirm="Cancel the import" keep="Let it run" danger onConfirm={cancel} onClose={() => setCanceling(false)}>
          <p>It stops after the rows that are being stored. What is imported stays; importing the file again passes over complaints with a CFPB ID that your agency has.</p>
        </ConfirmDialog>
      ) : null}
    </div>
  )
}

function Underway({ run, onCancel }: { run: ImportDetail; onCancel: () => void }): ReactNode {
  const percent = Math.floor(run.share * 100)
  return (
    <Section title={run.state === 'waiting' ? 'It begins in a moment' : 'Importing'} lead="You can leave this page. You are told when it is done, and find it again under Import.">
      <div className="import-sending">
        <Meter wide value={percent} max={100} label="Import" />
        <p className="row">
          <span className="num">
            {percent} %, {counted(run.rowsRead, 'row')}
            {run.rowsPerSecond === null ? '' : `, ${number(run.rowsPerSecond)} a second`}
            {run.secondsLeft === null ? '' : `, ${timeWords(run.secondsLeft)} left`}
          </span>
          {run.can.includes('cancel') ? (
            <button type="button" className="usa-button usa-button--outline usa-button--small" onClick={onCancel}>
              Cancel the import
            </button>
          ) : null}
        </p>
        {run.isInterrupted ? <p className="small">Nothing was stored for a while: the server was interrupted or is busy. The import goes on by itself where it was.</p> : null}
      </div>
    </Section>
  )
}
