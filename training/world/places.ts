import type { Dice } from './dice.ts'

/** A few cities of each state, with area code and the first three digits of their ZIP codes. */
const places =
  'AL Birmingham 205 352 Mobile 251 366|AK Anchorage 907 995 Fairbanks 907 997|AZ Phoenix 602 850 Tucson 520 857 Mesa 480 852|AR Little_Rock 501 722|CA Sacramento 916 958 Fresno 559 937 Oakland 510 946 San_Diego 619 921 Los_Angeles 213 900|' +
  'CO Denver 303 802 Colorado_Springs 719 809|CT Hartford 860 061 New_Haven 203 065|DE Wilmington 302 198|DC Washington 202 200|FL Tampa 813 336 Orlando 407 328 Miami 305 331 Jacksonville 904 322|GA Atlanta 404 303 Savannah 912 314 Marietta 770 300|' +
  'HI Honolulu 808 968|ID Boise 208 837|IL Chicago 312 606 Peoria 309 616 Rockford 815 611|IN Indianapolis 317 462 Fort_Wayne 260 468|IA Des_Moines 515 503|KS Wichita 316 672|KY Louisville 502 402|LA New_Orleans 504 701 Shreveport 318 711|ME Portland 207 041|' +
  'MD Baltimore 410 212 Rockville 301 208|MA Worcester 508 016 Boston 617 021|MI Lansing 517 489 Detroit 313 482 Grand_Rapids 616 495|MN Saint_Paul 651 551|MS Jackson 601 392|MO Saint_Louis 314 631 Springfield 417 658|MT Helena 406 596|NE Omaha 402 681|' +
  'NV Las_Vegas 702 891 Reno 775 895|NH Concord 603 033|NJ Newark 973 071 Trenton 609 086|NM Albuquerque 505 871|NY Albany 518 122 Brooklyn 718 112 Buffalo 716 142|NC Raleigh 919 276 Charlotte 704 282|ND Fargo 701 581|' +
  'OH Toledo 419 436 Columbus 614 432 Dayton 937 454 Cleveland 216 441 Akron 330 443|OK Tulsa 918 741|OR Salem 503 973|PA Harrisburg 717 171 Philadelphia 215 191 Erie 814 165|RI Providence 401 029|SC Columbia 803 292|SD Sioux_Falls 605 571|' +
  'TN Knoxville 865 379 Memphis 901 381|TX Houston 713 770 Austin 512 787 Dallas 214 752 El_Paso 915 799|UT Provo 801 846|VT Burlington 802 054|VA Richmond 804 232 Norfolk 757 235|WA Olympia 360 985 Spokane 509 992 Seattle 206 981|WV Charleston 304 253|' +
  'WI Madison 608 537|WY Cheyenne 307 820|PR San_Juan 787 009'

export type Place = { state: string; city: string; areaCode: string; zip: string }
type City = { city: string; areaCode: string; zip3: string }

const byState = new Map<string, City[]>(
  places.split('|').map((line) => {
    const [state = '', ...words] = line.split(' ')
    const cities = Array.from({ length: words.length / 3 }, (_, index) => ({
      city: (words[index * 3] ?? '').replace(/_/g, ' '),
      areaCode: words[index * 3 + 1] ?? '',
      zip3: words[index * 3 + 2] ?? '',
    }))
    return [state, cities]
  }),
)

/** A place in the state; where the first digits of a ZIP code are known ("436XX"), they are kept. */
export function placeIn(dice: Dice, state: string, knownZip = ''): Place | null {
  const cities = byState.get(state)
  if (cities === undefined) return null
  const { city, areaCode, zip3 } = cities.find((one) => one.zip3 === knownZip.slice(0, 3)) ?? dice.pick(cities)
  const zip = /^\d{3}/.test(knownZip) ? knownZip.slice(0, 3) : zip3
  return { state, city, areaCode, zip: `${zip}${dice.digits(2)}` }
}
