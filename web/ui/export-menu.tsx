import type { ReactNode } from 'react'
import { Icon } from './icon.tsx'
import { MenuButton } from './menu-button.tsx'

export type FileFormat = 'csv' | 'xlsx' | 'pdf'
const words: Readonly<Record<FileFormat, string>> = { csv: 'CSV', xlsx: 'Excel', pdf: 'PDF' }

type Props<Format extends FileFormat> = {
  formats: readonly Format[]
  working: boolean
  onChoose: (format: Format) => Promise<void>
  /** What of the page goes in: "the columns shown". */
  note?: string
}

/** The button of every list and report that can be had as a file. With useFileSaving of save-file.ts. */
export function ExportMenu<Format extends FileFormat>({ formats, working, onChoose, note }: Props<Format>): ReactNode {
  return (
    <MenuButton
      label="Export"
      face={
        <>
          <Icon name="file_download" />
          {working ? 'Making the file…' : 'Export'}
        </>
      }
    >
      {formats.map((format) => (
        <button key={format} type="button" onClick={() => void onChoose(format)}>
          {note ? `${words[format]}, ${note}` : words[format]}
        </button>
      ))}
    </MenuButton>
  )
}
