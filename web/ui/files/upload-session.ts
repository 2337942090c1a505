let signIn: (() => Promise<void>) | undefined

/** How uploads have somebody sign in again over the page; resolves when they did. Set by the app. */
export function setUploadSignIn(next: (() => Promise<void>) | undefined): void {
  signIn = next
}

export async function signInForUploads(): Promise<void> {
  if (!signIn) throw new Error('Nobody can sign in here.')
  await signIn()
}
