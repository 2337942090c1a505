import { displayId } from '../../../kernel/ids.ts'
import { safeName } from '../../documents/domain/file-name.ts'
import type { Purpose } from '../../documents/domain/limits.ts'

/** Where a document lies in the archive of a complaint. */
export function folderOf(purpose: Purpose, requestNumber: number | null): string {
  const request = requestNumber === null ? 'Requests' : displayId('request', requestNumber)
  switch (purpose) {
    case 'complaint':
      return 'Complaint'
    case 'introduction':
      return 'Introduction'
    case 'request':
      return request
    case 'send_back':
      return `${request}/Sent back`
    case 'response':
      return `${request}/Answer`
    case 'closure':
      return 'Closing'
    case 'cancellation':
      return 'Cancellation'
    case 'research':
      return 'Research and communication'
    case 'agent_location':
      return 'Agent locations'
    case 'letter':
      return 'Letters'
    case 'discussion':
      return 'Discussion'
  }
}

/**
 * Gives each document a path of its own that every system can save: no name twice in a folder, not even in another case
 * or another spelling of the same letters; the second is "statement (2).pdf".
 */
export function archiveNames(): (folder: string, name: string) => string {
  const taken = new Set<string>()
  return (folder, name) => {
    const safe = safeName(name)
    for (let number = 1; ; number += 1) {
      const path = `${folder}/${number === 1 ? safe : numbered(safe, number)}`
      const key = path.normalize('NFKC').toLowerCase()
      if (taken.has(key)) continue
      taken.add(key)
      return path
    }
  }
}

function numbered(name: string, number: number): string {
  const [, stem = name, extension = ''] = /^(.+?)(\.[^.\s]{1,20})?$/.exec(name) ?? []
  const mark = ` (${String(number)})`
  return `${Array.from(stem).slice(0, 200 - extension.length - mark.length).join('')}${mark}${extension}`
}
