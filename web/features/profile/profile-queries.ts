import { queryOptions } from '@tanstack/react-query'
import { AgencyProfile } from '#src/modules/agencies/profile-contract.ts'
import { CompanyProfile } from '#src/modules/companies/profile-contract.ts'
import { api } from '../../app/api.ts'

export const agencyProfileQuery = queryOptions({ queryKey: ['agency-profile'], queryFn: ({ signal }) => api.get('/agency-profile', AgencyProfile, { signal }) })
export const companyProfileQuery = queryOptions({ queryKey: ['company-profile'], queryFn: ({ signal }) => api.get('/company-profile', CompanyProfile, { signal }) })
