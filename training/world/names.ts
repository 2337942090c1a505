import type { Dice } from './dice.ts'

/** Invented people: common given names with family names that belong together only by chance. */
const given =
  'Adaline Adriel Alma Amos Anders Anouk Arlo Asha Astrid Augusta Bao Beatriz Benicio Bram Brielle Caleb Camille Carmen Casimir Cecily Chidi Clara Clement Conrad Cora Cyrus Dalia Damian Daphne Darius Delphine Desmond Dominic Edith Eamon Eleni Elias Eloise Emeka Esme Esteban Evander Fatima Felix Fiona Florian Freya Gemma Gideon Gloria Greta Hakim Harriet Hector Hugo Ida Imani Ines Isaac Ivy Jasper Jelena Joaquin Josephine Julian Kamal Katya Keiko Kofi Lars Leila Lena Leopold Linnea Lorenzo Lucinda Magnus Maeve Malik Margot Mateo Matilda Mei Milan Mina Miriam Moses Nadia Naveen Nestor Nina Octavia Odile Olga Omar Orson Otis Paloma Pascal Petra Philippa Quentin Rafael Ramona Reuben Rosalind Roscoe Ruben Sabine Samir Saskia Selma Silas Simone Soren Stella Sunniva Tamar Thaddeus Tobias Ursula Valentina Vera Viggo Violet Wendell Winona Xavier Yara Yolanda Yusuf Zelda Zora'.split(' ')
const family =
  'Abernathy Achterberg Adeyemi Alcott Amundsen Applewhite Aranda Ashdown Bachmann Balogun Barlowe Beaumont Bellweather Benitez Birchall Blackwood Bonheur Brannigan Briggs Cardenas Castellan Chaudhry Chesterfield Colquitt Corrigan Crabtree Dabrowski Delacroix Delgado Dunmore Eastlake Edevane Ellington Escobedo Fairbairn Farquhar Fenwick Fitzroy Flanagan Gallardo Garfunkel Gladstone Goldthwaite Greenhalgh Halvorson Hargreave Hashimoto Hathaway Holloway Ibarra Ingersoll Iversen Jablonski Jankowski Jessup Kaczmarek Kapoor Kendrick Kilbride Kowalski Langston Larrabee Lindgren Lockhart Macalister Mandelbaum Marchetti Mbeki McAllister Merriweather Montague Mukherjee Nakagawa Narvaez Northrup Nwosu Oakhurst Okonkwo Oyelowo Palmgren Pemberton Pettigrew Prescott Pruitt Quackenbush Quintana Radcliffe Ramanujan Rasmussen Redfern Rosenthal Rutherford Salvatore Sandoval Sheffield Shimizu Sinclair Stanhope Steinmetz Sutherland Takahashi Tanaka Thackeray Thistlewood Tolliver Underhill Urquhart Vandermeer Vasquez Villanueva Wadsworth Waverly Weatherby Whitcombe Winslow Wojcik Yamamoto Yarborough Zamora Zielinski'.split(' ')
const streets = 'Larkfield Juniper Mill Chestnut Harbor Prairie Orchard Willow Cedar Lakeview Summit Maple Meadow Sycamore Foundry Garden Quarry Spring Bluff Mercer'.split(' ')
const streetKinds = ['Ave', 'St', 'Rd', 'Ln', 'Ct', 'Dr']
const languages = ['Spanish', 'Vietnamese', 'Mandarin', 'Arabic', 'Somali', 'Haitian Creole']

export type PersonName = { first: string; last: string }

export function personName(dice: Dice): PersonName {
  return { first: dice.pick(given), last: dice.pick(family) }
}

export function streetAddress(dice: Dice): string {
  return `${String(dice.whole(11, 9899))} ${dice.pick(streets)} ${dice.pick(streetKinds)}`
}

/** 555-0100 to 555-0199 are kept free for fiction. */
export function fictionalPhone(dice: Dice, areaCode: string): string {
  return `(${areaCode}) 555-01${dice.digits(2)}`
}

/** "Tomás Heller" → "tomas.heller". */
export function mailName({ first, last }: PersonName): string {
  return `${first}.${last}`.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase().replace(/[^a-z.]/g, '')
}

export function language(dice: Dice): string {
  return dice.chance(0.88) ? 'English' : dice.pick(languages)
}
