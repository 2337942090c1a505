import type { ReactNode } from 'react'
import { Notice } from './notice.tsx'

/** The sentence in an error: the server's `detail`, or words for a network that does not answer. */
export function sentenceOf(error: unknown): string {
  if (error instanceof TypeError) return 'The server did not answer. Check your connection, then try again.'
  if (error instanceof Error && error.message) return error.message
  return 'Something went wrong on our side. Try again; if it happens again, call support.'
}

/** A part of the page that could not be loaded: what is wrong and a button to try again, unless that cannot help. */
export function ErrorState({ error, retry, title = 'This could not be loaded' }: { error: unknown; retry?: () => unknown; title?: string }): ReactNode {
  return (
    <Notice
      tone="error"
      title={title}
      actions={
        retry && !isForbidden(error) ? (
          <button type="button" className="usa-button usa-button--quiet usa-button--small" onClick={() => void retry()}>
            Try again
          </button>
        ) : undefined
      }
    >
      {sentenceOf(error)}
    </Notice>
  )
}

function isForbidden(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'forbidden'
}
