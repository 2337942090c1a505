import { useQuery } from '@tanstack/react-query'
import { getRouteApi, Link, useNavigate } from '@tanstack/react-router'
import { useState, type ReactNode } from 'react'
import type { ImportDetail } from '#src/modules/imports/contract.ts'
import { api } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { ConfirmDialog } from '../../../ui/ask-dialog.tsx'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Page } from '../../../ui/page.tsx'
import { Steps } from '../../../ui/steps.tsx'
import { ColumnsStep } from './columns-step.tsx'
import { importQuery, importsQuery } from './import-queries.ts'
import { importSteps, ImportState, sizeWords } from './import-words.tsx'
import { PreviewStep } from './preview-step.tsx'
import { RunStep } from './run-step.tsx'
import './import.scss'

const route = getRouteApi('/signed-in/complaints/import/$id')

/** One import, at the step where it is. */
export function ImportPage(): ReactNode {
  const { id } = route.useParams()
  const { step } = route.useSearch()
  const navigate = useNavigate()
  const [isDiscarding, setDiscarding] = useState(false)
  const query = useQuery(importQuery(id))
  const run = query.data
  const at = run === undefined || run.state !== 'uploaded' ? 3 : step === 'preview' ? 2 : 1
  const go = (next: 'columns' | 'preview') => void navigate({ to: '/complaints/import/$id', params: { id }, search: { step: next } })

  async function discard() {
    await api.delete(`/imports/${id}`)
    announce('The file is forgotten')
    queryClient.removeQueries({ queryKey: importQuery(id).queryKey })
    void queryClient.invalidateQueries({ queryKey: importsQuery.queryKey })
    await navigate({ to: '/complaints/import' })
  }

  return (
    <Page
      title={run?.fileName ?? 'Import'}
      heading={<span className="wrap-anywhere">{run?.fileName ?? 'Import'}</span>}
      tags={run ? <ImportState run={run} /> : undefined}
      lead={run?.fileSize ? `${run.format === 'xlsx' ? 'Excel workbook' : 'CSV file'}, ${sizeWords(run.fileSize)}` : undefined}
      focusKey={`${id}-${String(at)}`}
      breadcrumb={[
        <Link key="list" to="/complaints">
          Complaints
        </Link>,
        <Link key="imports" to="/complaints/import">
          Import
        </Link>,
        run?.fileName ?? 'Import',
      ]}
      actions={
        run?.can.includes('discard') ? (
          <button type="button" className="usa-button usa-button--quiet" onClick={() => setDiscarding(true)}>
            Discard the file
          </button>
        ) : undefined
      }
      top={run ? <Steps labels={importSteps} current={at} onStep={(index) => go(index === 2 ? 'preview' : 'columns')} mayOpen={(index) => run.state === 'uploaded' && index === 1} /> : undefined}
    >
      {query.error && !run ? <ErrorState error={query.error} retry={query.refetch} title="The import could not be loaded" /> : null}
      {query.isPending ? <Skeleton lines={8} height={32} /> : null}
      {run ? <Step run={run} at={at} go={go} /> : null}
      {isDiscarding ? (
        <ConfirmDialog title="Discard this file?" confirm="Discard the file" danger onConfirm={discard} onClose={() => setDiscarding(false)}>
          <p>The file is forgotten. Nothing of it was imported.</p>
        </ConfirmDialog>
      ) : null}
    </Page>
  )
}

function Step({ run, at, go }: { run: ImportDetail; at: number; go: (step: 'columns' | 'preview') => void }): ReactNode {
  const { file } = run
  if (run.state !== 'uploaded' || file === null) return <RunStep run={run} />
  if (at === 2) return <PreviewStep run={run} back={() => go('columns')} />
  // Another sheet or another's change: the choices begin anew.
  return <ColumnsStep key={`${String(file.sheet)}-${String(run.version)}`} run={run} file={file} next={() => go('preview')} />
}
