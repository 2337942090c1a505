import { queryOptions } from '@tanstack/react-query'
import { RequestLibrary } from '#src/modules/information-requests/library-contract.ts'
import { api } from '../app/api.ts'
import { inBackground } from '../app/query-client.ts'

/** The agency's templates and sets of requests: where they are kept, and where requests are written from them. */
export const requestLibraryQuery = queryOptions({ queryKey: ['request-library'], queryFn: (context) => api.get('/request-library', RequestLibrary, inBackground(context)) })
