/** Builds the web into dist/web unless what is there was built from the same sources. */
export function ensureWebBuild(): Promise<void>
