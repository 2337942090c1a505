/** Where to go afterwards: a path of this site as the browser will understand it, else the first page. */
export function pathOfThisSite(to: string | undefined): string {
  const home = '/home'
  // Browsers drop tabs and line breaks, and take \ for /: "/\t/evil.example" is another site.
  const isPath = (path: string) => /^\/(?![/\\])/.test(path) && !/[\u0000-\u001F\u007F]/.test(path)
  if (to === undefined || to.length > 2000 || !isPath(to)) return home
  const here = 'http://here.invalid'
  if (!URL.canParse(to, here)) return home
  const url = new URL(to, here)
  const path = url.pathname + url.search + url.hash
  // "/.//evil.example" is a path of this site only until its dots are resolved.
  return url.origin === here && isPath(path) ? path : home
}
