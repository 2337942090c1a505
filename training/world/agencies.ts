/** Invented agencies: their names are like those of real ones, and none of them is one. The first eight are staffed fully. */
export type AgencyStory = {
  code: string
  name: string
  shortName: string
  state: string
  timeZone: string
  /** Hours behind UTC in winter: office hours in the story are near enough. */
  hoursBehind: number
  areaCode: string
  /** How many of the 2,000 complaints it has. */
  complaints: number
  since: string
  dueDays: number
}

const agency = (
  code: string, name: string, shortName: string, zone: string, hoursBehind: number, areaCode: string, complaints: number, since: string, dueDays = 15,
): AgencyStory => ({ code, name, shortName, state: code.slice(0, 2), timeZone: zone, hoursBehind, areaCode, complaints, since, dueDays })

export const agencies: readonly AgencyStory[] = [
  agency('OH-FRD', 'Ohio Financial Regulation Division', 'Ohio FRD', 'America/New_York', 5, '614', 350, '2020-03-02'),
  agency('IL-CCO', 'Illinois Consumer Credit Office', 'Illinois CCO', 'America/Chicago', 6, '312', 180, '2020-09-14'),
  agency('TX-SML', 'Texas Small Mortgage and Loan Bureau', 'Texas SML', 'America/Chicago', 6, '512', 150, '2020-06-01', 20),
  agency('CA-DLO', 'California Division of Lending Oversight', 'California DLO', 'America/Los_Angeles', 8, '916', 220, '2021-01-11'),
  agency('FL-OCF', 'Florida Office of Consumer Finance', 'Florida OCF', 'America/New_York', 5, '850', 200, '2021-02-08'),
  agency('GA-CLB', 'Georgia Consumer Lending Bureau', 'Georgia CLB', 'America/New_York', 5, '404', 150, '2020-11-02'),
  agency('CO-FSD', 'Colorado Financial Services Division', 'Colorado FSD', 'America/Denver', 7, '303', 80, '2021-05-17', 10),
  agency('HI-FCB', 'Hawaii Financial Conduct Bureau', 'Hawaii FCB', 'Pacific/Honolulu', 10, '808', 40, '2022-03-21'),
  agency('TX-CFB', 'Texas Consumer Finance Bureau', 'Texas CFB', 'America/Chicago', 6, '512', 90, '2022-08-15'),
  agency('NC-LRC', 'North Carolina Lending Review Commission', 'North Carolina LRC', 'America/New_York', 5, '919', 100, '2022-01-10'),
  agency('PA-CCB', 'Pennsylvania Consumer Credit Bureau', 'Pennsylvania CCB', 'America/New_York', 5, '717', 90, '2021-10-04'),
  agency('AZ-LRO', 'Arizona Lending Regulation Office', 'Arizona LRO', 'America/Phoenix', 7, '602', 70, '2023-02-06'),
  agency('MI-FCO', 'Michigan Financial Conduct Office', 'Michigan FCO', 'America/Detroit', 5, '517', 70, '2023-04-24'),
  agency('MO-CLD', 'Missouri Consumer Lending Division', 'Missouri CLD', 'America/Chicago', 6, '573', 70, '2023-06-12'),
  agency('WA-CFA', 'Washington Consumer Finance Authority', 'Washington CFA', 'America/Los_Angeles', 8, '360', 100, '2021-08-30'),
  agency('AK-FRO', 'Alaska Financial Review Office', 'Alaska FRO', 'America/Anchorage', 9, '907', 40, '2024-01-08'),
]

/** Who has taken up supervisory activities as well, and since when. */
export const supervising: Readonly<Record<string, string>> = { 'TX-SML': '2024-02-05', 'GA-CLB': '2020-11-02', 'PA-CCB': '2025-09-15', 'WA-CFA': '2026-06-01' }

/** How many of them have users in every role. */
export const fullyStaffed = 8
