import { useEffect, useState, type ReactNode } from 'react'
import { Post } from '#src/modules/discussion/contract.ts'
import { api, ApiProblem } from '../../app/api.ts'
import { useSession } from '../../app/session.tsx'
import { ConfirmDialog } from '../../ui/ask-dialog.tsx'
import { formatMoment, formatTime } from '../../ui/format-date.ts'
import { announce } from '../../ui/live-region.tsx'
import { Notice } from '../../ui/notice.tsx'
import { Tag } from '../../ui/tag.tsx'
import { EntryFileQueue, EntryFiles } from '../stored-files.tsx'
import { Composer } from './composer.tsx'
import { refreshBoard, type BoardOf } from './discussion-queries.ts'
import { FormerTextList } from './former-texts.tsx'
import { PostText } from './post-text.tsx'

type Props = { board: BoardOf; post: Post; isNew: boolean; isLed: boolean; startWithFiles: boolean }

/** One post: who said what when, its files, what it said before; for its author, for a time, the means to mend it. */
export function PostEntry({ board, post, isNew, isLed, startWithFiles }: Props): ReactNode {
  const { timeZone } = useSession()
  const [doing, setDoing] = useState<'edit' | 'files' | 'delete' | null>(startWithFiles ? 'files' : null)
  const [former, setFormer] = useState(false)
  const isOpen = useStillOpen(post.changeableUntil)
  const toggle = (what: 'edit' | 'files') => setDoing(doing === what ? null : what)
  const { author } = post
  return (
    <article className={isNew ? 'entry post post--new' : 'entry post'} aria-label={`${author.name}, ${formatMoment(post.createdAt, timeZone)}`}>
      <div className="entry__head">
        <h3>
          {author.name} <span className="light">{author.agency.shortName}</span>
        </h3>
        <span>
          {isNew ? <Tag tone="navy" icon="notifications">New</Tag> : null} <time dateTime={post.createdAt}>{formatMoment(post.createdAt, timeZone)}</time>
        </span>
      </div>
      {isLed ? <p className="muted small">The post to which the link led</p> : null}
      {post.deletedAt ? (
        <p className={isLed ? undefined : 'muted'}>{`Deleted by its author, ${formatMoment(post.deletedAt, timeZone)}${isLed ? '. What it said is no longer on the board.' : ''}`}</p>
      ) : doing === 'edit' && isOpen ? (
        <EditPost board={board} post={post} onClose={() => setDoing(null)} />
      ) : (
        <PostText text={post.text} named={post.named} />
      )}
      {doing === 'files' && isOpen ? <EntryFileQueue label="Documents of this post" documents={post.documents} metadata={{ purpose: 'discussion', targetId: post.id }} onChanged={() => void refreshBoard(board)} /> : <EntryFiles documents={post.documents} />}
      {post.editedAt || post.canReadFormer || isOpen ? (
        <div className="entry__foot">
          <span className="muted small">
            {post.editedAt && !post.deletedAt ? `Edited ${formatMoment(post.editedAt, timeZone)}. ` : ''}
            {post.canReadFormer ? (
              <button type="button" className="link-button" aria-expanded={former} onClick={() => setFormer(!former)}>
                {former ? 'Hide what it said' : post.deletedAt ? 'What it said (kept for your Supervisors)' : 'What it said before'}
              </button>
            ) : null}
          </span>
          {isOpen && post.changeableUntil ? (
            <span className="row">
              <span className="muted small">{`Yours to change until ${formatTime(post.changeableUntil, timeZone)}`}</span>
              <button type="button" className="link-button" aria-expanded={doing === 'files'} onClick={() => toggle('files')}>
                {doing === 'files' ? 'Done with documents' : 'Documents'}
              </button>
              <button type="button" className="link-button" aria-expanded={doing === 'edit'} onClick={() => toggle('edit')}>
                Edit
              </button>
              <button type="button" className="link-button danger" onClick={() => setDoing('delete')}>
                Delete
              </button>
            </span>
          ) : null}
        </div>
      ) : null}
      {former ? <FormerTextList board={board} post={post} /> : null}
      {doing === 'delete' ? <DeleteDialog board={board} post={post} onClose={() => setDoing(null)} /> : null}
    </article>
  )
}

function EditPost({ board, post, onClose }: { board: BoardOf; post: Post; onClose: () => void }): ReactNode {
  // Changed in another window since it was opened: shown before it is saved over.
  const [theirs, setTheirs] = useState<Post | null>(null)
  const [opened] = useState(post)
  return (
    <>
      {theirs ? (
        <Notice tone="warning" title="What it says since you changed it in another window">
          <PostText text={theirs.text} named={theirs.named} />
        </Notice>
      ) : null}
      <p className="muted small">Whoever reads the board can still see what it said before. To take something back, delete the post.</p>
      <Composer
        board={board}
        label="Edit your post"
        submit="Save the post"
        initial={opened}
        onSave={async (text) => {
          try {
            await api.patch(`/posts/${post.id}`, { version: (theirs ?? opened).version, text }, Post)
          } catch (error) {
            const current = error instanceof ApiProblem && error.code === 'stale_version' ? Post.safeParse(error.current) : null
            if (current?.success) setTheirs(current.data)
            throw error
          }
          announce('The post is saved')
          onClose()
          await refreshBoard(board)
        }}
        more={() => (
          <button type="button" className="usa-button usa-button--outline" onClick={onClose}>
            Leave it
          </button>
        )}
      />
    </>
  )
}

function DeleteDialog({ board, post, onClose }: { board: BoardOf; post: Post; onClose: () => void }): ReactNode {
  const files = post.documents.length
  return (
    <ConfirmDialog
      title="Delete your post?"
      confirm="Delete the post"
      danger
      onClose={onClose}
      onConfirm={async () => {
        try {
          await api.delete(`/posts/${post.id}?version=${String(post.version)}`)
        } catch (error) {
          await refreshBoard(board)
          throw error
        }
        announce('The post is deleted')
        onClose()
        await refreshBoard(board)
      }}
    >
      <p>{`${files > 0 ? `Its ${files === 1 ? 'document goes' : `${String(files)} documents go`} with it. ` : ''}The board will say that a post was deleted by its author. What it said is kept for the Supervisors of your agency alone. Whoever was told of it already may have read it.`}</p>
    </ConfirmDialog>
  )
}

/** False from the moment on at which the server would refuse. */
function useStillOpen(until: string | null): boolean {
  const left = until === null ? 0 : Date.parse(until) - Date.now()
  const [, setOver] = useState(0)
  useEffect(() => {
    if (left <= 0) return
    const timer = setTimeout(() => setOver((count) => count + 1), left)
    return () => clearTimeout(timer)
  }, [left])
  return left > 0
}
