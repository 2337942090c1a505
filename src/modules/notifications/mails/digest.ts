import { composePlainly, type ComposedMail, type MailEnvironment } from './compose.ts'

export type Digest = { name: string; lines: readonly { sentence: string; link: string }[]; more: number; openTasks: number }

/** The e-mail of a day: what somebody was told, with a link for each; the newest first. */
export function composeDigest({ name, lines, more, openTasks }: Digest, environment: MailEnvironment): ComposedMail {
  const count = lines.length + more
  return composePlainly(
    {
      name,
      subject: count === 1 ? 'Your day in SES: 1 notification' : `Your day in SES: ${String(count)} notifications`,
      paragraphs: [openTasks === 0 ? 'You have no open tasks.' : openTasks === 1 ? 'You have 1 open task.' : `You have ${String(openTasks)} open tasks.`, 'This is what you were told since your last daily e-mail:'],
      items: lines.map(({ sentence, link }) => ({ sentence, url: new URL(link, environment.publicUrl).href })),
      after: more === 0 ? [] : [`And ${String(more)} more, in your list of notifications.`],
      action: 'Open your work',
      link: '/home',
    },
    environment,
  )
}
