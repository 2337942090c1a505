// What rules may use beyond the language itself: browsers and Node both have it. Only tsconfig.pure.json reads this file.
declare class URL {
  constructor(text: string)
  static canParse(text: string): boolean
  readonly host: string
  readonly hostname: string
  readonly port: string
  readonly protocol: string
  readonly username: string
  readonly password: string
  readonly pathname: string
  readonly search: string
  readonly hash: string
  readonly href: string
}
