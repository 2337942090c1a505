import { afterEach, expect, test, vi } from 'vitest'
import { z } from 'zod'
import { api, setSessionKeeper } from './api.ts'

const Answer = z.object({ name: z.string() })
const ended = () => new Response(JSON.stringify({ type: '/problems/session_expired', title: 'The session has ended' }), { status: 401 })
const stored = () => new Response(JSON.stringify({ name: 'Agreement – signed.pdf' }), { status: 201 })

/** What the server answers, one after the other; what was sent to it. */
function serverSaying(...answers: Response[]): { method: string; headers: Headers; body: BodyInit | null | undefined }[] {
  const sent: { method: string; headers: Headers; body: BodyInit | null | undefined }[] = []
  vi.stubGlobal('fetch', (_address: string, { method = '', headers, body }: RequestInit) => {
    sent.push({ method, headers: new Headers(headers), body })
    return Promise.resolve(answers.shift() ?? new Response(null, { status: 500 }))
  })
  return sent
}

afterEach(() => {
  setSessionKeeper(undefined)
  vi.unstubAllGlobals()
})

const file = new File(['%PDF-1.7'], 'Agreement – signed.pdf')

test('a file goes as its bytes, with its name in a header', async () => {
  const sent = serverSaying(stored())
  expect(await api.upload('/users/1/confidentiality-agreements', file, Answer)).toEqual({ name: 'Agreement – signed.pdf' })
  expect(sent[0]).toMatchObject({ method: 'POST', body: file })
  expect(sent[0]?.headers.get('content-type')).toBe('application/octet-stream')
  expect(decodeURIComponent(sent[0]?.headers.get('x-file-name') ?? '')).toBe('Agreement – signed.pdf')
})

test('an upload into an ended session waits for the sign-in and is then sent again, whole', async () => {
  const sent = serverSaying(ended(), stored())
  let asked = 0
  setSessionKeeper(() => {
    asked += 1
    return Promise.resolve()
  })
  expect(await api.upload('/users/1/confidentiality-agreements', file, Answer)).toEqual({ name: 'Agreement – signed.pdf' })
  expect(asked).toBe(1)
  expect(sent.map(({ body }) => body)).toEqual([file, file])
})

test('whoever leaves instead of signing in gets the refusal', async () => {
  serverSaying(ended())
  setSessionKeeper(() => Promise.reject(new Error('left')))
  await expect(api.upload('/users/1/confidentiality-agreements', file, Answer)).rejects.toMatchObject({ code: 'session_expired' })
})
