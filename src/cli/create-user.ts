import type { Command } from 'commander'
import { agencySystemRoles, complaintsRoles } from '../access/actor.ts'
import { createAgencyUser, createPlatformAdministrator } from '../modules/agencies/index.ts'
import { NewAdministrator } from '../modules/agencies/onboarding-contract.ts'
import { linkToken } from '../platform/one-time-links.ts'
import { StartError } from '../platform/start-error.ts'
import type { CliContext } from './context.ts'
import { asOperator } from './operator.ts'
import { parseOptions } from './parse-options.ts'

type Options = { platform?: true; agency?: string; name: string; email: string; title?: string; role: string[]; complaints?: string }

export function register(program: Command, context: CliContext): void {
  program
    .command('create-user')
    .description('invite a user of an agency, or a platform administrator')
    .option('--platform', 'a platform administrator: runs the system, sees nothing of any complaint')
    .option('--agency <code>', 'a user of this agency, such as OH-FRD')
    .requiredOption('--name <name>')
    .requiredOption('--email <address>')
    .option('--title <title>')
    .option('--role <role...>', `system roles: ${agencySystemRoles.join(', ')}`, [])
    .option('--complaints <role>', `complaints role: ${complaintsRoles.join(', ')}`)
    .addHelpText('after', '\nThe user is invited by e-mail with a link that works once, within 14 days; the same link is printed.\nUsers of a company are made by its own Account Administrator, whom an agency invites.')
    .action((options: Options) =>
      context.onGround(async ({ deps, config }) => {
        if ((options.platform === true) === (options.agency !== undefined)) throw new StartError('Say either --platform or --agency CODE.')
        const person = parseOptions(NewAdministrator, { name: options.name, email: options.email, ...(options.title === undefined ? {} : { title: options.title }) })
        const operator = await asOperator(deps)
        const { linkId } =
          options.agency === undefined
            ? await createPlatformAdministrator(deps, operator, person)
            : await createAgencyUser(deps, operator, options.agency, person, { systemRoles: options.role, complaintsRole: options.complaints ?? null })
        context.say(`${person.name} is invited and activates the account here, within 14 days:`)
        context.say(`${config.publicUrl}/activate#${linkToken(deps.secrets, linkId)}`)
      }),
    )
}
