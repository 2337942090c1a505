/** Most characters of a link. */
export const sharingLinkLimit = 2_000

// What cannot be seen can make one address read as another, and has no place in an address.
const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\ufff9-\ufffb]/u
// The part between https:// and the path, as it was written.
const authority = /^https:\/\/([^/?#]*)/i
// Names that nobody outside of one network reaches (RFC 6761, RFC 6762, RFC 8375, ICANN's "internal").
const inside = /(^|\.)(localhost|local|internal|home\.arpa)$/

/**
 * Whether a link to files may be given to the other side: https, to a host with a public name, and nothing in it that makes it
 * read as another. The program never follows such a link; a person does. Returns the sentence for the field, or null
 * (docs/rules.md 4).
 */
export function linkProblem(link: string): string | null {
  if (!/^https:\/\//i.test(link)) return 'A file-sharing link must begin with https://.'
  if (link.length > sharingLinkLimit) return `A link has at most ${sharingLinkLimit.toLocaleString('en-US')} characters.`
  if (unseen.test(link)) return 'This link holds a character that cannot be seen. Type it anew, or copy it from the address bar.'
  const written = authority.exec(link)?.[1] ?? ''
  if (written.includes('@')) return 'Leave out the user name and password before the @: everybody who reads this would have them.'
  if (written === '' || /[\s\\]/.test(link) || !URL.canParse(link)) return incomplete
  const url = new URL(link)
  return hostProblem(url.hostname.replace(/\.$/, '')) ?? spellingProblem(written, url)
}

const incomplete = 'Enter a complete link, such as https://share.example.com/folder.'

function hostProblem(host: string): string | null {
  if (host.startsWith('[') || /^\d+(\.\d+){3}$/.test(host)) return 'Give the name of the site, such as share.example.com, in place of its IP address.'
  if (inside.test(host)) return `${host} can be reached from your own network only. Give a link that the other side can open.`
  return host.includes('.') && !host.startsWith('.') && !host.includes('..') ? null : incomplete
}

/** A name in letters beyond a–z can look like another one; written as browsers ask for it (xn--…) it looks like none. */
function spellingProblem(written: string, url: URL): string | null {
  const typed = written.toLowerCase().replace(/:\d*$/, '')
  if (typed === url.hostname) return null
  return `The name of this site is not written in plain letters. If it is the right one, enter it as https://${url.host}…`
}
