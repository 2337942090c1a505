import { useEffect, useRef, useState } from 'react'
import { Letter, UpdateLetter } from '#src/modules/letters/contract.ts'
import { api, ApiProblem } from '../../../app/api.ts'
import { queryClient } from '../../../app/query-client.ts'
import { useAutosave } from '../../../ui/form/autosave.tsx'
import { useContractForm } from '../../../ui/form/contract-form.ts'
import { announce } from '../../../ui/live-region.tsx'
import { letterQuery } from './letter-queries.ts'

const Texts = UpdateLetter.omit({ version: true })
export type LetterTexts = { addressee: string; subject: string; body: string }
export const textsOf = ({ addressee, subject, body }: LetterTexts): LetterTexts => ({ addressee, subject, body })
const isSame = (one: LetterTexts, other: LetterTexts) => one.addressee === other.addressee && one.subject === other.subject && one.body === other.body

/**
 * The text of a draft, which saves itself. Steps of colleagues (approval asked, returned) leave it as it is; another text
 * of theirs is taken over where nothing is unsaved here, else the person chooses which one stands.
 */
export function useLetterDraft(letter: Letter) {
  const version = useRef(letter.version)
  const saved = useRef(textsOf(letter))
  const [theirs, setTheirs] = useState<Letter | null>(null)
  const form = useContractForm(Texts, { defaultValues: textsOf(letter) })

  async function save(texts: LetterTexts): Promise<void> {
    if (theirs) throw new Error('Choose first which text stands.')
    try {
      const next = await api.patch(`/letters/${letter.id}`, { version: version.current, ...texts }, Letter)
      version.current = next.version
      saved.current = texts
      queryClient.setQueryData(letterQuery(letter.complaintId, letter.id).queryKey, next)
    } catch (error) {
      if (!(error instanceof ApiProblem) || error.code !== 'stale_version') throw error
      const latest = Letter.parse(error.current)
      if (latest.status === 'draft' && latest.version > version.current && isSame(latest, saved.current)) {
        version.current = latest.version
        return save(texts)
      }
      setTheirs(latest)
      throw error
    }
  }
  const autosave = useAutosave(form, save, { savedAt: new Date(letter.updatedAt) })

  useEffect(() => {
    if (letter.version <= version.current) return
    if (isSame(letter, saved.current)) version.current = letter.version
    else if (isSame(form.getValues(), saved.current)) {
      version.current = letter.version
      saved.current = textsOf(letter)
      form.reset(textsOf(letter))
      announce('Somebody else changed this letter. The page shows it.')
    }
  }, [letter, form])

  function choose(take: 'mine' | 'theirs'): void {
    if (!theirs) return
    version.current = theirs.version
    saved.current = textsOf(theirs)
    if (take === 'theirs') form.reset(textsOf(theirs))
    setTheirs(null)
    if (take === 'mine') autosave.markChanged()
  }

  /**
   * Saves what is unsaved, before a step that takes the text as the server has it.
   * @returns the version that then stands
   * @throws where something could not be saved
   */
  async function settle(): Promise<number> {
    await autosave.saveNow()
    if (!isSame(form.getValues(), saved.current)) throw new Error('Your last changes are not saved. The top of the page says why.')
    return version.current
  }

  return { form, theirs, choose, settle, saveNow: autosave.saveNow, version: () => version.current, saveState: autosave.state }
}
