/** What an entry of an entity's history says. An action without words here is shown by its name, never hidden. */
export function entitySentence(action: string, details: Record<string, unknown>): string {
  const text = (name: string) => (typeof details[name] === 'string' ? details[name] : '')
  switch (action) {
    case 'entity.created':
      return 'Record created'
    case 'entity.updated':
      return `Changed: ${fieldNames(details['fields'])}`
    case 'entity.change_requested':
      return 'Change of information requested'
    case 'entity.change_decided':
      return text('state') === 'done' ? 'Requested change made' : 'Requested change declined'
    case 'entity.merged':
      return `Merged into ${text('into')} with ${countOf(details['complaints'])}`
    case 'entity.merged_in':
      return `${text('from')} merged into this record with ${countOf(details['complaints'])}`
    case 'entity.turned':
      return `Became the company ${text('into')} with ${countOf(details['complaints'])}`
    case 'discussion.posted':
      return 'Posted on the discussion board'
    case 'discussion.edited':
      return 'Post on the discussion board edited'
    case 'discussion.deleted':
      return 'Post on the discussion board deleted by its author'
    default:
      return action
  }
}

const words: Record<string, string> = {
  name: 'name', otherNames: 'other names', businessType: 'business type', street: 'street', city: 'city', state: 'state', zip: 'ZIP',
  phone: 'phone', email: 'e-mail', website: 'website', people: 'people', description: 'what is known',
}

function fieldNames(fields: unknown): string {
  return Array.isArray(fields) ? fields.map((field) => (typeof field === 'string' ? (words[field] ?? field) : '')).join(', ') : ''
}

function countOf(count: unknown): string {
  return count === 1 ? '1 complaint' : `${String(count)} complaints`
}
