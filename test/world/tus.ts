import type { Actor } from '#src/access/actor.ts'
import type { UploadMetadata } from '#src/modules/documents/contract.ts'
import type { DocumentSite } from './document-site.ts'

export type Target = { purpose: UploadMetadata['purpose']; targetId: string }

/** tus as spelled on the wire, for what a well-behaved client would not do. */
export class Wire {
  readonly #site: DocumentSite
  readonly #actor: Actor

  constructor(site: DocumentSite, actor: Actor) {
    this.#site = site
    this.#actor = actor
  }

  create(target: Target, filename: string, length: number | string): Promise<Response> {
    const metadata = Object.entries({ ...target, filename }).map(([name, value]) => `${name} ${Buffer.from(value).toString('base64')}`)
    return this.#send('POST', '/uploads', { 'upload-length': String(length), 'upload-metadata': metadata.join(',') })
  }

  patch(location: string, offset: number, bytes: Uint8Array<ArrayBuffer>): Promise<Response> {
    return this.#send('PATCH', location, { 'upload-offset': String(offset), 'content-type': 'application/offset+octet-stream' }, bytes)
  }

  head(location: string): Promise<Response> {
    return this.#send('HEAD', location, {})
  }

  delete(location: string): Promise<Response> {
    return this.#send('DELETE', location, {})
  }

  /** A whole upload. Returns the document's ID. */
  async upload(target: Target, filename: string, bytes: Uint8Array<ArrayBuffer>): Promise<string> {
    const location = locationOf(await this.create(target, filename, bytes.length))
    if (bytes.length > 0) {
      const done = await this.patch(location, 0, bytes)
      if (done.status !== 204) throw new Error(`The upload failed with ${String(done.status)}: ${await done.text()}`)
    }
    return idIn(location)
  }

  /** GET or DELETE of the API. */
  api(path: string, init: { method?: string; headers?: Record<string, string> } = {}): Promise<Response> {
    return fetch(`${this.#site.url}/api/v1${path}`, { ...init, headers: { ...init.headers, ...this.#site.signedIn(this.#actor) } })
  }

  #send(method: string, path: string, headers: Record<string, string>, body?: Uint8Array<ArrayBuffer>): Promise<Response> {
    return fetch(this.#site.url + path, { method, headers: { 'tus-resumable': '1.0.0', ...headers, ...this.#site.signedIn(this.#actor) }, body })
  }
}

export function locationOf(created: Response): string {
  const location = created.headers.get('location')
  if (created.status !== 201 || location === null) throw new Error(`The upload was not created: ${String(created.status)}`)
  return location
}

export function idIn(location: string): string {
  return location.slice(location.lastIndexOf('/') + 1)
}

export function bytesOf(text: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(text))
}

/** Bytes that differ from place to place, so that a piece in the wrong place is noticed. */
export function manyBytes(count: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(count)
  for (let at = 0; at < count; at += 1) bytes[at] = (at * 31 + (at >> 8) * 17 + (at >> 16)) & 0xff
  return bytes
}
