import { z } from 'zod'
import { BeginEnrollment } from '#src/modules/enrollment/contract.ts'
import { SendRequests, type RequestItem } from '#src/modules/information-requests/contract.ts'
import { dueDateProblem } from '#src/modules/information-requests/domain/request-lifecycle.ts'
import { nobodyYet } from '../../agency/first-user.ts'
import { ApiProblem } from '../../app/api.ts'

const { commentary, link, shareNarrative, notifyUserIds } = SendRequests.shape

/** The form's shape: every unsent request with its tick and its date; an empty date is filled by the one for all. `enrolls`: the company's first user is named here. */
export function sendForm(today: string, enrolls: boolean) {
  return z
    .object({
      requests: z.array(z.object({ id: z.string(), number: z.string(), chosen: z.boolean(), dueOn: z.string() })),
      bulkDueOn: z.string(),
      commentary,
      link,
      shareNarrative,
      notifyUserIds,
      enroll: z.object({ name: z.string(), title: z.string(), email: z.string(), phone: z.string() }),
      remind: z.boolean(),
    })
    .check(({ value, issues }) => {
      if (!value.requests.some((request) => request.chosen)) issues.push({ code: 'custom', message: 'Choose at least one request.', path: ['requests', 0, 'chosen'], input: value.requests })
      value.requests.forEach((request, index) => {
        const problem = requestProblem(request, value.bulkDueOn, today)
        if (problem) issues.push({ code: 'custom', message: `${request.number}: ${problem}`, path: ['requests', index, 'dueOn'], input: request.dueOn })
      })
      const firstUser = enrolls ? BeginEnrollment.safeParse(value.enroll) : null
      for (const issue of firstUser?.error?.issues ?? []) issues.push({ code: 'custom', message: issue.message, path: ['enroll', ...issue.path], input: value.enroll })
    })
}
export type SendInput = z.input<ReturnType<typeof sendForm>>
export type SendOutput = z.output<ReturnType<typeof sendForm>>

export function startOf(requests: readonly RequestItem[], bulkDueOn: string, shares: boolean): SendInput {
  return { requests: requests.map(({ id, number, dueOn }) => ({ id, number, chosen: true, dueOn: dueOn ?? '' })), bulkDueOn, commentary: '', link: '', shareNarrative: shares, notifyUserIds: [], enroll: nobodyYet, remind: false }
}

/** What is sent: the chosen ones only, with the first user where the company is enrolled by it. */
export function sendingOf(output: SendOutput, introductionDocumentIds: string[], enrolls: boolean): SendRequests {
  return {
    requests: output.requests.filter((request) => request.chosen).map(({ id, dueOn }) => ({ id, ...(dueOn ? { dueOn } : {}) })),
    ...(output.bulkDueOn ? { bulkDueOn: output.bulkDueOn } : {}),
    commentary: output.commentary,
    ...(output.link ? { link: output.link } : {}),
    shareNarrative: output.shareNarrative,
    introductionDocumentIds,
    notifyUserIds: output.notifyUserIds,
    ...(enrolls ? { enroll: output.enroll } : output.remind ? { remind: true } : {}),
  }
}

/** The server counts the requests that were sent; the form counts all of them. */
export function atFormFields(error: unknown, output: SendOutput): unknown {
  if (!(error instanceof ApiProblem)) return error
  const places = output.requests.flatMap((request, index) => (request.chosen ? [index] : []))
  const fields = Object.entries(error.fields).map(([path, sentence]) => [path.replace(/^requests\.(\d+)/, (whole, index: string) => `requests.${String(places[Number(index)] ?? whole)}`), sentence])
  return new ApiProblem(error.status, { type: error.code, title: error.title, detail: error.message, fields: Object.fromEntries(fields) })
}

/** What is wrong with a request as the form stands, or null: said beside each before anything is sent. */
export function requestProblem(request: { chosen: boolean; dueOn: string }, bulkDueOn: string, today: string): string | null {
  return request.chosen ? dueDateProblem(request.dueOn || bulkDueOn || null, today) : null
}
