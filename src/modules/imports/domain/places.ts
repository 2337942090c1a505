/** State names that the CFPB spells out, and codes with their names, so that both forms are understood. */
const states =
  'AL Alabama|AK Alaska|AS American Samoa|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia|FL Florida|' +
  'GA Georgia|GU Guam|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|' +
  'MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|' +
  'ND North Dakota|MP Northern Mariana Islands|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|PR Puerto Rico|RI Rhode Island|SC South Carolina|SD South Dakota|' +
  'TN Tennessee|TX Texas|UM United States Minor Outlying Islands|UT Utah|VT Vermont|VI Virgin Islands|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|' +
  'WY Wyoming|FM Federated States of Micronesia|MH Marshall Islands|PW Palau|AA Armed Forces Americas|AE Armed Forces Europe|AP Armed Forces Pacific'

const byKey = new Map<string, string>()
for (const state of states.split('|')) {
  const code = state.slice(0, 2)
  byKey.set(code.toLowerCase(), code)
  byKey.set(stateKey(state.slice(3)), code)
}

/** The USPS code of a state, territory or military post, from its code or its name; null when there is none such. */
export function stateCode(text: string): string | null {
  return byKey.get(stateKey(text)) ?? null
}

/**
 * A ZIP code as far as it is known: "90706", "335XX" (redacted), "90706-1234"; leading zeros that a
 * spreadsheet dropped come back. '' when nothing is known or it is no ZIP code.
 */
export function zipCode(text: string): string {
  const zip = text.trim().toUpperCase()
  if (/^\d{3,4}$/.test(zip)) return zip.padStart(5, '0')
  return /^\d{5}(-?\d{4})?$/.test(zip) || /^\d{3}XX$/.test(zip) ? zip : ''
}

function stateKey(text: string): string {
  return text.toLowerCase().replace(/[^a-z]+/g, ' ').trim()
}
