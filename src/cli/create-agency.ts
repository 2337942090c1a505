import type { Command } from 'commander'
import { createAgency } from '../modules/agencies/index.ts'
import { OnboardAgency } from '../modules/agencies/onboarding-contract.ts'
import { linkToken } from '../platform/one-time-links.ts'
import type { CliContext } from './context.ts'
import { asOperator } from './operator.ts'
import { parseOptions } from './parse-options.ts'

type Options = { code: string; name: string; shortName?: string; state: string; timeZone: string; component: string[]; since?: string; adminName: string; adminEmail: string; adminTitle?: string }

export function register(program: Command, context: CliContext): void {
  program
    .command('create-agency')
    .description('onboard an agency with its first Account Administrator')
    .requiredOption('--code <code>', 'such as OH-FRD')
    .requiredOption('--name <name>', "the agency's name")
    .option('--short-name <name>', 'at most 40 characters; left out: the code')
    .requiredOption('--state <code>', 'USPS code, such as OH')
    .option('--time-zone <zone>', 'such as America/Chicago', 'America/New_York')
    .option('--component <name...>', 'complaints, supervisory_activities', ['complaints'])
    .option('--since <date>', 'the day from which the participation map shows it, YYYY-MM-DD; left out: not yet')
    .requiredOption('--admin-name <name>', 'the first Account Administrator')
    .requiredOption('--admin-email <address>', 'who is invited there')
    .option('--admin-title <title>')
    .addHelpText('after', '\nThe administrator is invited by e-mail with a link that works once, within 14 days; the same link is printed.\nThe administrator then makes the other users of the agency.')
    .action((options: Options) =>
      context.onGround(async ({ deps, config }) => {
        const input = parseOptions(OnboardAgency, {
          code: options.code,
          name: options.name,
          shortName: options.shortName ?? options.code,
          state: options.state,
          timeZone: options.timeZone,
          components: options.component,
          participatesSince: options.since ?? null,
          administrator: { name: options.adminName, email: options.adminEmail, ...(options.adminTitle === undefined ? {} : { title: options.adminTitle }) },
        })
        const { linkId } = await createAgency(deps, await asOperator(deps), input)
        context.say(`${input.name} (${input.code}) was added. ${input.administrator.name} is invited and activates the account here, within 14 days:`)
        context.say(`${config.publicUrl}/activate#${linkToken(deps.secrets, linkId)}`)
      }),
    )
}
