import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useEffect, useState, type ReactNode } from 'react'
import { TemplatePreview } from '#src/modules/letters/contract.ts'
import type { LetterSide } from '#src/modules/letters/domain/letter-lifecycle.ts'
import { api } from '../../../app/api.ts'
import { ErrorState } from '../../../ui/error-state.tsx'
import { Skeleton } from '../../../ui/loading.tsx'
import { Notice } from '../../../ui/notice.tsx'
import { Section } from '../../../ui/page.tsx'
import { Paper } from '../../../ui/paper.tsx'

/** How a letter from this text reads: of an invented complaint, or of a real one by its ID. */
export function TemplatePreviewPane({ side, subject, body }: { side: LetterSide; subject: string; body: string }): ReactNode {
  const [complaint, setComplaint] = useState('')
  const asked = useLater({ side, subject, body, complaint }, 500)
  const preview = useQuery({
    queryKey: ['letter-templates', 'preview', asked],
    queryFn: ({ signal }) => api.post('/letter-templates/previews', { side: asked.side, subject: asked.subject, body: asked.body, ...(asked.complaint.trim() ? { complaint: asked.complaint } : {}) }, TemplatePreview, { signal }),
    enabled: asked.subject.trim() !== '' && asked.body.trim() !== '',
    placeholderData: keepPreviousData,
    retry: false,
    gcTime: 0,
  })
  return (
    <Section title="How it reads">
      <div className="stack">
        <div className="field">
          <label className="field__label" htmlFor="preview-complaint">
            With a real complaint <span className="optional">(optional)</span>
          </label>
          <span className="field__hint" id="preview-complaint-hint">
            Its ID, such as C-001234. Without one, an invented complaint is shown.
          </span>
          <input id="preview-complaint" className="usa-input" aria-describedby="preview-complaint-hint" value={complaint} maxLength={20} onChange={(event) => setComplaint(event.target.value)} />
        </div>
        {preview.error ? <ErrorState title="This cannot be filled in yet" error={preview.error} /> : null}
        {preview.data && !preview.error && preview.data.missing.length > 0 ? <Notice tone="info">{`This complaint lacks something: ${preview.data.missing.join(' ')}`}</Notice> : null}
        {preview.isPending && preview.isEnabled ? <Skeleton lines={8} height={16} /> : null}
        {preview.data && !preview.error ? <Paper subject={preview.data.subject} body={preview.data.body} /> : null}
      </div>
    </Section>
  )
}

/** The value as it was when it had not changed for a while. */
function useLater<T extends object>(value: T, delayMs: number): T {
  const key = JSON.stringify(value)
  const [later, setLater] = useState({ key, value })
  useEffect(() => {
    if (later.key === key) return
    const timer = setTimeout(() => setLater({ key, value }), delayMs)
    return () => clearTimeout(timer)
  })
  return later.value
}
