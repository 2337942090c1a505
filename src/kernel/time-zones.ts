/** IANA time zones of the states and territories, as people there call them. */
export const timeZoneNames = {
  'America/New_York': 'Eastern',
  'America/Chicago': 'Central',
  'America/Denver': 'Mountain',
  'America/Phoenix': 'Mountain, Arizona',
  'America/Los_Angeles': 'Pacific',
  'America/Anchorage': 'Alaska',
  'Pacific/Honolulu': 'Hawaii',
  'America/Puerto_Rico': 'Atlantic, Puerto Rico and Virgin Islands',
  'Pacific/Guam': 'Guam and Northern Marianas',
  'Pacific/Pago_Pago': 'American Samoa',
} as const
export type TimeZoneName = keyof typeof timeZoneNames
export const timeZones = Object.keys(timeZoneNames) as [TimeZoneName, ...TimeZoneName[]]
