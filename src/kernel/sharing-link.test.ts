import { expect, test } from 'vitest'
import { linkProblem, sharingLinkLimit } from './sharing-link.ts'

test('a complete https link to a public name is taken, whatever follows the name', () => {
  const good = ['https://share.example.com/folder', 'HTTPS://Share.Example.com', 'https://share.example.com:8443/s/a?b=c&d=%20e#f', 'https://a.b.example/~x/@someone', 'https://example.com./x', 'https://xn--mnchen-3ya.example/akten', 'https://share.example.com/Übersicht']
  expect(good.map(linkProblem)).toEqual(good.map(() => null))
})

test('other schemes are refused, however they are dressed up', () => {
  const bad = [
    'http://share.example.com', 'javascript:alert(1)', 'JaVaScRiPt:alert(1)', ' javascript:alert(1)', 'java\nscript:alert(1)', 'javascript://share.example.com/%0aalert(1)', 'data:text/html,<script>alert(1)</script>', 'file:///etc/passwd', 'vbscript:x',
    'blob:https://share.example.com/1', 'view-source:https://share.example.com', 'ftp://share.example.com', '//share.example.com', 'share.example.com', 'https:share.example.com', 'https:/share.example.com', 'https:\\\\share.example.com', '',
  ]
  for (const link of bad) expect(linkProblem(link), link).toBe('A file-sharing link must begin with https://.')
})

test('a name and password before the host are refused, also where they only look like a host', () => {
  for (const link of ['https://user:secret@share.example.com', 'https://share.example.com@evil.example', 'https://@share.example.com', 'https://share.example.com\\@evil.example/']) expect(linkProblem(link), link).toContain('user name and password')
})

test('IP addresses are refused in every spelling: nobody can tell whose they are', () => {
  const bad = ['https://127.0.0.1/x', 'https://10.0.0.8', 'https://192.168.1.1:8443/', 'https://169.254.169.254/latest', 'https://8.8.8.8', 'https://0x7f.1', 'https://2130706433', 'https://0177.0.0.1', 'https://[::1]/', 'https://[fd00::1]', 'https://[::ffff:10.0.0.1]', 'https://１２７.0.0.1']
  for (const link of bad) expect(linkProblem(link), link).toContain('IP address')
})

test('what only one’s own network knows is refused', () => {
  for (const link of ['https://files.internal/x', 'https://nas.local', 'https://a.localhost', 'https://router.home.arpa', 'https://localhost/']) expect(linkProblem(link), link).toContain('your own network only')
  expect(linkProblem('https://intranet/files')).toContain('Enter a complete link')
})

test('a host that could be taken for another is asked for in plain letters', () => {
  // The first letter is a Cyrillic one; full-width letters; an encoded one; a soft full stop.
  expect(linkProblem('https://аpple.example/files')).toContain('https://xn--pple-43d.example')
  expect(linkProblem('https://ѕһаrе.example.com:8443')).toMatch(/https:\/\/xn--[^/]+\.example\.com:8443…$/)
  expect(linkProblem('https://ｓｈａｒｅ.example.com')).toContain('enter it as https://share.example.com…')
  expect(linkProblem('https://sh%61re.example.com')).toContain('enter it as https://share.example.com…')
  expect(linkProblem('https://share。example。com')).toContain('enter it as https://share.example.com…')
})

test('what cannot be seen, spaces, and what is too long are refused', () => {
  for (const link of ['https://share.example.com/a\u0000', 'https://share.example.com/a\tb', 'https://share.example.com/\r\nSet-Cookie:x', 'https://share.example.com/\u202egpj.exe', 'https://sh\u200bare.example.com', 'https://share.example.com/\u2028']) expect(linkProblem(link), JSON.stringify(link)).toContain('cannot be seen')
  for (const link of ['https://share.example.com/a b', 'https://share.example.com\u00a0/a', 'https://', 'https:///share', 'https://?x', 'https://.example.com', 'https://a..example', 'https://share.example.com:99999/', 'https://share.example.com\\x', 'https://<b>.example']) expect(linkProblem(link), link).toContain('Enter a complete link')
  expect(linkProblem(`https://share.example.com/${'a'.repeat(sharingLinkLimit)}`)).toBe('A link has at most 2,000 characters.')
})
