import { queryOptions, useSuspenseQuery } from '@tanstack/react-query'
import { getRouteApi, Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { outsideParts, printPartWords } from '#src/modules/complaints/domain/print-parts.ts'
import { MakePackage, PackageList, type ReferralPackage } from '#src/modules/sharing/package-contract.ts'
import { complaintQuery, refreshComplaint } from '../../agency/queries.ts'
import { api, apiPath } from '../../app/api.ts'
import { useLive } from '../../app/live/live.tsx'
import { inBackground, queryClient } from '../../app/query-client.ts'
import { useSession } from '../../app/session.tsx'
import { AudienceHint } from '../../ui/audience-hint.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { Facts } from '../../ui/facts.tsx'
import { formatMoment } from '../../ui/format-date.ts'
import { CheckField, CheckGroup } from '../../ui/form/choice-fields.tsx'
import { useContractForm } from '../../ui/form/contract-form.ts'
import { Form, SubmitButton } from '../../ui/form/form.tsx'
import { TextArea, TextField } from '../../ui/form/text-fields.tsx'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Page, Section } from '../../ui/page.tsx'
import './sharing.scss'

const route = getRouteApi('/signed-in/complaints/$id/referral-package')
const packagesQuery = (id: string) => queryOptions({ queryKey: ['complaints', id, 'referral-packages'], queryFn: (context) => api.get(`/complaints/${id}/referral-packages`, PackageList, inBackground(context)) })
/** A complaint for an agency that does not take part: put together here, sent by other means. */
export function PackagePage(): ReactNode {
  const { id } = route.useParams()
  const { data: record } = useSuspenseQuery(complaintQuery(id))
  useLive('complaint', id)
  // Whoever may not read the complaint's detail, or no longer, is shown that the page is not found.
  const { data: packages } = useSuspenseQuery(packagesQuery(id))
  return (
    <Page
      title={`Referral package of ${record.number}`}
      lead="For an agency that does not use this system: the record as PDF and its documents, in one ZIP with checksums. You send it by other means."
      narrow
      breadcrumb={[
        <Link key="record" to="/complaints/$id" params={{ id }}>
          {`${record.number} ${record.subjectName}`}
        </Link>,
        'Referral package',
      ]}
    >
      <Packages id={id} found={packages} restricted={record.detail?.complainant?.restricted ?? false} />
    </Page>
  )
}

function Packages({ id, found, restricted }: { id: string; found: PackageList; restricted: boolean }): ReactNode {
  return (
    <>
      {found.canMake ? <MakeForm id={id} restricted={restricted} /> : <Notice tone="info">{found.whyNot}</Notice>}
      <Section title="Packages" hint={<AudienceHint who="own">Only your agency. Making and downloading stand in the history.</AudienceHint>}>
        {found.items.length === 0 ? <EmptyState title="No package was made yet.">Say above for whom one is; then it can be downloaded here.</EmptyState> : null}
        <div className="stack">
          {found.items.map((one) => (
            <OnePackage key={one.id} id={id} found={one} canTake={found.canMake} />
          ))}
        </div>
      </Section>
      <p className="package-next muted">
        When the other agency has it,{' '}
        <Link to="/complaints/$id/close" params={{ id }}>
          close the complaint
        </Link>{' '}
        as referred, naming the agency.
      </p>
    </>
  )
}

function MakeForm({ id, restricted }: { id: string; restricted: boolean }): ReactNode {
  const form = useContractForm(MakePackage, { defaultValues: { recipient: '', note: '', parts: outsideParts.filter((part) => part !== 'history'), withDocuments: true }, memoryKey: `package-${id}` })
  async function make(input: MakePackage) {
    const next = await api.post(`/complaints/${id}/referral-packages`, input, PackageList)
    queryClient.setQueryData(packagesQuery(id).queryKey, next)
    form.reset()
    announce('The package can be downloaded')
    await refreshComplaint(id)
  }
  return (
    <Form form={form} id="make-package" label="Make a package" onSubmit={make}>
      <TextField form={form} name="recipient" label="Agency" hint="The agency outside the system that will get it." />
      <TextArea form={form} name="note" label="Note" optional hint="Goes along in the package: why the complaint is theirs." max={4_000} rows={3} />
      <CheckGroup form={form} name="parts" label="Parts of the record" options={outsideParts.map((part) => ({ value: part, label: printPartWords[part] }))} />
      {restricted ? <Notice tone="warning">The complainant’s details are restricted. Leave the part Complainant out unless that agency may have them; the description may name them too.</Notice> : null}
      <CheckField form={form} name="withDocuments" label="Put the documents in" hint="All that can be opened, answers’ files included. Those that are being checked, or hold malware, are named in the manifest and left out." />
      <AudienceHint who="hidden">Nobody is told by the system: not the other agency, not the company, not the complainant.</AudienceHint>
      <div>
        <SubmitButton form={form} formId="make-package">
          Make the package
        </SubmitButton>
      </div>
    </Form>
  )
}

function OnePackage({ id, found, canTake }: { id: string; found: ReferralPackage; canTake: boolean }): ReactNode {
  const { timeZone } = useSession()
  // The answer names the hash of what was downloaded; a moment after the click it stands there.
  const refreshSoon = () => setTimeout(() => void queryClient.invalidateQueries({ queryKey: packagesQuery(id).queryKey }), 4_000)
  return (
    <div className="stack">
      <Facts
        items={[
          { label: 'For', value: <strong>{found.recipient}</strong> },
          { label: 'Note', value: found.note ? <span className="prose">{found.note}</span> : null },
          { label: 'Holds', value: `${String(found.parts.length)} ${found.parts.length === 1 ? 'part' : 'parts'} of the record, ${found.withDocuments ? 'its documents' : 'no documents'}` },
          { label: 'Made', value: `${formatMoment(found.madeAt, timeZone)} by ${found.madeBy.name}` },
          { label: 'Downloaded last', value: found.taken ? `${formatMoment(found.taken.at, timeZone)} by ${found.taken.by.name}, ${String(found.taken.files)} ${found.taken.files === 1 ? 'file' : 'files'}` : null },
          { label: 'SHA-256 of its SHA256SUMS.txt', value: found.taken ? <code className="package-hash">{found.taken.manifestSha256}</code> : null },
        ]}
      />
      {canTake ? (
        <div>
          <a className="usa-button usa-button--outline" href={apiPath(`/complaints/${id}/referral-packages/${found.id}/package.zip`)} download onClick={refreshSoon}>
            Download the ZIP
          </a>
        </div>
      ) : null}
    </div>
  )
}
