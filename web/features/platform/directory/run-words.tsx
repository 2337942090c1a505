import type { ReactNode } from 'react'
import type { DirectoryChange, DirectoryRun } from '#src/modules/directory/contract.ts'
import { Tag } from '../../../ui/tag.tsx'

export function RunState({ run }: { run: DirectoryRun }): ReactNode {
  switch (run.state) {
    case 'waiting':
      return <Tag tone="violet">Waiting</Tag>
    case 'running':
      return <Tag tone="blue">Under way</Tag>
    case 'finished':
      return run.rejected > 0 ? <Tag tone="gold" icon="warning">Finished, rows rejected</Tag> : <Tag tone="green">Finished</Tag>
    case 'failed':
      return <Tag tone="red">Failed</Tag>
  }
}

export const changeWords: Readonly<Record<DirectoryChange['kind'], string>> = { added: 'Added', changed: 'Changed', missing: 'No longer listed', rejected: 'Row rejected' }
