/**
 * Why events cannot be sent to this address; null: they can. In training a program on the same machine may be reached
 * without TLS. Where a name leads is judged at each sending.
 */
export function addressProblem(text: string, training: boolean): string | null {
  if (!URL.canParse(text)) return 'Enter an address such as https://example.com/webhooks.'
  const url = new URL(text)
  const loopback = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname)
  if (url.protocol === 'http:' && !(training && loopback)) return training ? 'Enter an address that begins with https://, or with http://localhost.' : 'Enter an address that begins with https://.'
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return 'Enter an address that begins with https://.'
  // Below are the ports of other services, which have nothing to hear from here.
  if (url.port !== '' && Number(url.port) < 1024) return 'Use port 443, or one from 1024 on.'
  if (url.username !== '' || url.password !== '') return 'Leave out the user name and password: what is sent is signed instead.'
  if (url.hash !== '') return 'Leave out the part after #.'
  return null
}
