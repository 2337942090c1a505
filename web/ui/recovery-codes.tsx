import type { ReactNode } from 'react'
import { CopyButton } from './copy-button.tsx'
import { Icon } from './icon.tsx'
import { saveFile } from './save-file.ts'

/** The ten codes, shown this once: to copy, to download as a text, to print. */
export function RecoveryCodeList({ codes, email }: { codes: readonly string[]; email: string }): ReactNode {
  return (
    <div className="recovery-codes">
      <ol className="mono" aria-label="Your recovery codes">
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ol>
      <div className="row no-print">
        <button type="button" className="usa-button usa-button--outline" onClick={() => download(codes, email)}>
          <Icon name="file_download" /> Download
        </button>
        <button type="button" className="usa-button usa-button--outline" onClick={() => print()}>
          Print
        </button>
        <span>
          Copy all <CopyButton text={codes.join('\n')} what="all recovery codes" />
        </span>
      </div>
    </div>
  )
}

function download(codes: readonly string[], email: string): void {
  const text = ['State Examination System: recovery codes', `For ${email}. Each works once, instead of the second factor.`, '', ...codes, ''].join('\r\n')
  saveFile(new Blob([text], { type: 'text/plain' }), 'ses-recovery-codes.txt')
}
