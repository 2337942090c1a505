import { useId, useState, type ReactNode } from 'react'
import { useWatch, type FieldValues } from 'react-hook-form'
import { fewestCharacters, lengthFault, ownFault, passwordLength, patternFault } from '#src/modules/accounts/domain/password-rules.ts'
import { Icon } from '../icon.tsx'
import { FieldFrame, useField, type FieldProps } from './field.tsx'

/** A password that may be looked at while it is typed. */
export function PasswordField<Input extends FieldValues, Output>(props: FieldProps<Input, Output> & { autoComplete: 'current-password' | 'new-password'; autoFocus?: boolean; foot?: ReactNode }): ReactNode {
  const { form, name, label, hint, optional, className, autoComplete, autoFocus, foot } = props
  const { error, described } = useField(props)
  const [shown, setShown] = useState(false)
  return (
    <FieldFrame id={described.id} label={label} hint={hint} optional={optional} error={error} className={className}>
      <input {...described} {...form.register(name)} type={shown ? 'text' : 'password'} autoComplete={autoComplete} autoFocus={autoFocus} spellCheck={false} autoCapitalize="none" className="usa-input" />
      <div className="field__foot">
        <button type="button" className="link-button" aria-label={`${shown ? 'Hide' : 'Show'} ${typeof label === 'string' ? label.toLowerCase() : 'the password'}`} onClick={() => setShown(!shown)}>
          <Icon name={shown ? 'visibility_off' : 'visibility'} size={1} /> {shown ? 'Hide' : 'Show'}
        </button>
      </div>
      {foot}
    </FieldFrame>
  )
}

/**
 * A new password with advice while it is typed. `own`: name, e-mail address and organisation, which it must not be made
 * of. Common passwords are known to the server alone, which refuses them when it is sent.
 */
export function NewPasswordField<Input extends FieldValues, Output>(props: FieldProps<Input, Output> & { own: readonly string[]; autoFocus?: boolean }): ReactNode {
  const { own, form, name } = props
  const value: unknown = useWatch({ control: form.control, name })
  const password = typeof value === 'string' ? value : ''
  const id = useId()
  return (
    <PasswordField
      {...props}
      autoComplete="new-password"
      hint="A few words in a row are easy to remember and hard to guess, such as the names of four things."
      foot={
        <div className="password-advice" id={id}>
          <ul>
            <Advice good={lengthFault(password) === null}>
              {`At least ${String(fewestCharacters)} characters`}
              <span className="num">{` (${String(passwordLength(password))} so far)`}</span>
            </Advice>
            <Advice good={password !== '' && patternFault(password) === null}>No run such as 123456 or qwerty, nothing repeated</Advice>
            <Advice good={password !== '' && ownFault(password, own) === null}>Not your name, e-mail address or organization</Advice>
          </ul>
          <p className="muted small">Common passwords are refused, even with numbers added. Capital letters, numbers and symbols are welcome but not needed.</p>
        </div>
      }
    />
  )
}

function Advice({ good, children }: { good: boolean; children: ReactNode }): ReactNode {
  return (
    <li className={good ? 'password-advice__good' : undefined}>
      <Icon name={good ? 'check_circle' : 'info_outline'} size={1} className={good ? 'good' : 'muted'} />
      <span>
        {children}
        <span className="sr-only">{good ? ': done' : ': not yet'}</span>
      </span>
    </li>
  )
}
