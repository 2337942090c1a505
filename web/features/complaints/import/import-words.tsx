import type { ReactNode } from 'react'
import type { ImportDetail, ImportRun } from '#src/modules/imports/contract.ts'
import { Notice } from '../../../ui/notice.tsx'
import { Tag } from '../../../ui/tag.tsx'

export const importSteps = ['File', 'Columns', 'Preview', 'Import'] as const

/** A person sees whether the letters were read right: only they know the names. */
export function LettersNotice({ encoding }: { encoding: NonNullable<ImportDetail['file']>['encoding'] | undefined }): ReactNode {
  if (encoding !== 'windows-1252') return null
  return (
    <Notice tone="warning" title="Read as Windows-1252">
      The file is not UTF-8, so its letters were read as Windows-1252, which older Excel files have. Check names with accents and long dashes below. If they look wrong, save the file as “CSV UTF-8” or .xlsx and give it again.
    </Notice>
  )
}

export function ImportState({ run }: { run: ImportRun }): ReactNode {
  switch (run.state) {
    case 'uploaded':
      return <Tag tone="dashed">Not imported yet</Tag>
    case 'waiting':
      return <Tag tone="violet">Waiting</Tag>
    case 'running':
      return run.isInterrupted ? <Tag tone="yellow">Interrupted, goes on by itself</Tag> : <Tag tone="blue">Under way</Tag>
    case 'finished':
      return run.rowsRejected > 0 ? (
        <Tag tone="gold" icon="warning">
          Finished, rows rejected
        </Tag>
      ) : (
        <Tag tone="green">Finished</Tag>
      )
    case 'failed':
      return <Tag tone="red">Stopped by an error</Tag>
    case 'canceled':
      return <Tag tone="outlined">Canceled</Tag>
  }
}

export function number(value: number): string {
  return value.toLocaleString('en-US')
}

/** "1 row", "2,000 rows" */
export function counted(value: number, one: string, many = `${one}s`): string {
  return `${number(value)} ${value === 1 ? one : many}`
}

export function sizeWords(bytes: number): string {
  return bytes < 1_000_000 ? `${number(Math.max(1, Math.round(bytes / 1024)))} KB` : `${(bytes / 2 ** 20).toFixed(1)} MB`
}

export function timeWords(seconds: number): string {
  if (seconds < 90) return `about ${counted(Math.max(1, Math.round(seconds)), 'second')}`
  return `about ${counted(Math.round(seconds / 60), 'minute')}`
}
