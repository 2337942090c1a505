import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useState, type ReactNode } from 'react'
import { ResponseDraft, type ReceivedRequestRecord } from '#src/modules/information-requests/contract.ts'
import { responseTextLimit } from '#src/modules/information-requests/domain/request-lifecycle.ts'
import { api, ApiProblem, newIdempotencyKey } from '../../../app/api.ts'
import { useSession } from '../../../app/session.tsx'
import { receivedKey, requestQuery, tasksKey } from '../../../company/queries.ts'
import { SaveState } from '../../../ui/form/autosave.tsx'
import { Form } from '../../../ui/form/form.tsx'
import { TextArea } from '../../../ui/form/text-fields.tsx'
import { announce } from '../../../ui/live-region.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { AnswerBar } from './answer-bar.tsx'
import { AnswerFiles } from './answer-files.tsx'
import { AnswerFrame } from './answer-frame.tsx'
import { isEmpty } from './draft-merge.ts'
import { LinkList, newLinkProblem } from './link-list.tsx'
import { RestrictedChoice } from './restricted-choice.tsx'
import { earlierAnswers, RoundTabs } from './round-tabs.tsx'
import { AnswerToRead } from '../../../company/sent-answer.tsx'
import { SubmitDialog } from './submit-dialog.tsx'
import { AroundAnswer } from './around-answer.tsx'
import { HandedNotice, HandOverDialog, ReturnDialog } from './hand-over.tsx'
import { Presence } from './presence.tsx'
import { SetAside, TextConflict } from './text-conflict.tsx'
import { contentOf, draftOf, useAnswerDraft } from './use-answer-draft.ts'
import { useWork } from './use-work.ts'

const formId = 'answer-form'

/** A request and the form in which it is answered. */
export function WriteAnswer({ record, round, onSent }: { record: ReceivedRequestRecord; round: number; onSent: () => void }): ReactNode {
  const { timeZone } = useSession()
  const client = useQueryClient()
  const navigate = useNavigate()
  const draft = useAnswerDraft(record)
  const { form } = draft
  const [pending, setPending] = useState(0)
  const [typedLink, setTypedLink] = useState('')
  const [confirming, setConfirming] = useState(false)
  const [changed, setChanged] = useState('')
  const [held, setHeld] = useState(false)
  const [passing, setPassing] = useState<'hand-over' | 'return' | null>(null)
  const work = useWork(record.id).data
  const onPending = useCallback((count: number) => setPending(count), [])
  const documents = draftOf(record)?.documents ?? []
  const unfinished = pending > 0 ? pending : documents.filter((document) => document.state === 'uploading').length
  const earlier = earlierAnswers(record).find((response) => response.round === round)
  const { agency } = record.complaint

  /** Everything must have arrived before the question is asked. */
  async function ask() {
    setChanged('')
    const link = typedLink.trim()
    if (link) {
      const links = form.getValues('links') ?? []
      const problem = newLinkProblem(link, links)
      if (problem) throw refusal('links', problem)
      form.setValue('links', [...links, link])
      setTypedLink('')
    }
    const empty = isEmpty(contentOf(form.getValues()), documents.length)
    if (empty && record.acknowledgeOnly) {
      await acknowledge()
      return
    }
    if (empty) throw refusal('text', 'Write an answer, add a file or give a file-sharing link.')
    if (!(await draft.settle())) throw new Error('Your answer is not saved yet, so it was not submitted. The line beside “Your answer” says why.')
    setConfirming(true)
  }

  async function submit(idempotencyKey: string) {
    try {
      await api.post(`/received-requests/${record.id}/submissions`, { version: draft.version() }, ResponseDraft, { idempotencyKey })
    } catch (problem) {
      if (!(problem instanceof ApiProblem) || problem.code !== 'stale_version') throw problem
      await client.refetchQueries({ queryKey: requestQuery(record.id).queryKey })
      setConfirming(false)
      scrollTo({ top: 0 })
      setChanged('A colleague changed the answer a moment ago. Read it again, then submit.')
      return
    }
    await afterSending(`The answer was sent to ${agency.shortName}`)
  }

  /** One click, where the agency asks for no more. */
  async function acknowledge() {
    await api.post(`/received-complaints/${record.complaintId}/submissions`, { items: [{ requestId: record.id, version: 0 }] }, undefined, { idempotencyKey: newIdempotencyKey() })
    await afterSending(`${agency.shortName} was told that you received the request`)
  }

  async function afterSending(said: string) {
    announce(said)
    onSent()
    void client.invalidateQueries({ queryKey: tasksKey })
    void client.invalidateQueries({ queryKey: ['session'] })
    await client.invalidateQueries({ queryKey: receivedKey })
  }

  /** To the Company POC or back: all that was typed goes along. */
  async function pass(where: 'hand-over' | 'return') {
    const settled = await draft.settle()
    setHeld(!settled)
    if (settled) setPassing(where)
  }

  async function leave() {
    const settled = await draft.settle()
    setHeld(!settled)
    if (settled) await navigate({ to: '/received/$id', params: { id: record.complaintId } })
  }

  return (
    <AnswerFrame
      record={record}
      writing
      notice={
        changed ? (
          <Notice tone="warning" title="Not submitted yet">
            {changed}
          </Notice>
        ) : work && (work.handed || work.returned) ? (
          <HandedNotice record={record} work={work} version={draft.version()} />
        ) : undefined
      }
      foot={<AnswerBar record={record} formId={formId} unfinished={unfinished} busy={confirming} unsaved={held && draft.saveState.kind === 'failed' ? draft.saveState.sentence : ''} onLeave={() => void leave()} onPass={(where) => void pass(where)} />}
    >
      <RoundTabs record={record} />
      {earlier ? (
        <>
          <h2 id="answer" tabIndex={-1}>
            Answer of round {earlier.round}
          </h2>
          <AnswerToRead response={earlier} zone={timeZone} />
        </>
      ) : null}
      {/* Kept while an earlier round is read, so that uploads go on. */}
      <div hidden={earlier !== undefined}>
        <div className="answer-head">
          <h2 id={earlier ? undefined : 'answer'} tabIndex={-1}>
            Your answer
          </h2>
          <SaveState state={draft.saveState} zone={timeZone} />
        </div>
        <Presence record={record} />
        {record.acknowledgeOnly ? (
          <Notice tone="info" title={`${agency.shortName} asks only whether you received this`}>
            One click on “Acknowledge receipt” is enough. You may also write something or add files.
          </Notice>
        ) : null}
        <Form form={form} id={formId} onSubmit={ask} label="Your answer">
          <TextArea form={form} name="text" label="Text" max={responseTextLimit} rows={9} hint={`When submitted, seen by ${agency.name} and the agencies it gives access.`} />
          {draft.conflict ? <TextConflict form={form} theirs={draft.conflict} zone={timeZone} onChoose={draft.resolve} /> : null}
          <SetAside text={draft.setAside} onTakeBack={draft.takeBack} />
          <AnswerFiles requestId={record.id} documents={documents} pending={pending} onPending={onPending} disabled={!record.can.includes('response.attach')} />
          <LinkList form={form} typed={typedLink} onType={setTypedLink} />
          <RestrictedChoice form={form} record={record} />
        </Form>
        <AroundAnswer record={record} />
      </div>
      {passing === 'hand-over' ? <HandOverDialog record={record} version={draft.version()} onClose={() => setPassing(null)} /> : null}
      {passing === 'return' ? <ReturnDialog record={record} to={work?.handed?.by.name ?? 'the drafter'} version={draft.version()} onClose={() => setPassing(null)} /> : null}
      {confirming ? <SubmitDialog agency={agency} content={contentOf(form.getValues())} documents={documents} onSubmit={submit} onClose={() => setConfirming(false)} /> : null}
    </AnswerFrame>
  )
}

/** A refusal of one field, as the server would send it. */
function refusal(field: string, sentence: string): Error {
  return Object.assign(new Error(sentence), { fields: { [field]: sentence } })
}

