export type Piece = { text: string; href: string | null }

/** A text with its web addresses apart, so that they can be followed. A full stop after an address is not part of it. */
export function pieces(text: string): Piece[] {
  return text.split(/(https?:\/\/[^\s<>"]+[^\s<>".,;:!?)])/).flatMap((piece, index) => (piece === '' ? [] : [{ text: piece, href: index % 2 === 1 ? piece : null }]))
}
