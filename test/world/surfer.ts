type Cookie = { origin: string; name: string; value: string; path: string }

export type Landing = { url: URL; status: number; body: string; headers: Headers }

/** Goes from address to address as a browser does: follows redirects and keeps each site's cookies, by their path. */
export class Surfer {
  cookies: Cookie[] = []
  readonly trail: URL[] = []

  /** Follows redirects until an answer is none, or until the next address is where to stop (which is then not opened). */
  async go(address: string | URL, options: { stopAt?: (next: URL) => boolean } = {}): Promise<Landing> {
    let url = new URL(address)
    for (let hops = 0; hops < 20; hops += 1) {
      const response = await fetch(url, { redirect: 'manual', headers: { cookie: this.#cookiesFor(url), 'user-agent': 'Surfer' } })
      this.trail.push(url)
      this.#keep(url, response.headers.getSetCookie())
      const location = response.headers.get('location')
      if (location === null) return { url, status: response.status, body: await response.text(), headers: response.headers }
      await response.body?.cancel()
      url = new URL(location, url)
      if (options.stopAt?.(url) === true) return { url, status: response.status, body: '', headers: response.headers }
    }
    throw new Error('Too many redirects.')
  }

  cookie(name: string): Cookie | undefined {
    return this.cookies.find((cookie) => cookie.name === name)
  }

  #cookiesFor({ origin, pathname }: URL): string {
    return this.cookies.filter((cookie) => cookie.origin === origin && pathname.startsWith(cookie.path)).map(({ name, value }) => `${name}=${value}`).join('; ')
  }

  #keep({ origin }: URL, lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(/;\s*/)
      const [name, value] = [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)]
      const attribute = (of: string) => attributes.find((one) => one.toLowerCase().startsWith(`${of}=`))?.slice(of.length + 1)
      const path = attribute('path') ?? '/'
      this.cookies = this.cookies.filter((cookie) => cookie.origin !== origin || cookie.name !== name || cookie.path !== path)
      const expires = attribute('expires')
      if (value !== '' && (expires === undefined || new Date(expires) > new Date())) this.cookies.push({ origin, name, value, path })
    }
  }
}
