// node scripts/run.mjs <file.ts> args…: runs a TypeScript file of this project on Node 24.
import { resolve } from 'node:path'
import { ensureDependencies, envFile, environment, node24, root } from './prepare.mjs'
import { command, Stop } from './steps.mjs'
import { supervise } from './supervise.mjs'

await command(async () => {
  const [file, ...args] = process.argv.slice(2)
  if (file === undefined) throw new Stop('Usage: node scripts/run.mjs <file.ts> [arguments]')
  await ensureDependencies()
  return supervise(node24, [...envFile, resolve(root, file), ...args], { env: environment() })
})
