import type { ReactNode } from 'react'
import type { FieldPath, FieldValues } from 'react-hook-form'
import type { EnrollmentStatus } from '#src/modules/enrollment/contract.ts'
import type { ContractForm } from '../ui/form/contract-form.ts'
import { TextField } from '../ui/form/text-fields.tsx'
import { announce } from '../ui/live-region.tsx'
import { knownContacts, type KnownContact } from './first-user.ts'

type FirstUserFieldsProps<Input extends FieldValues, Output> = {
  form: ContractForm<Input, Output>
  names: Record<'name' | 'title' | 'email' | 'phone', FieldPath<Input>>
  status: EnrollmentStatus
  /** Puts a contact's details into the fields. */
  onUse: (contact: KnownContact) => void
  level: 2 | 3
}

/** Whom the agency invites for a company: the contacts that are known to take over, and the fields. */
export function FirstUserFields<Input extends FieldValues, Output>({ form, names, status, onUse, level }: FirstUserFieldsProps<Input, Output>): ReactNode {
  const contacts = knownContacts(status)
  return (
    <>
      <div className="contact-cards">
        {contacts.map((contact) => (
          <ContactCard
            key={contact.known}
            contact={contact}
            level={level}
            onUse={() => {
              onUse(contact)
              announce(`The details of ${contact.name} are filled in`)
            }}
          />
        ))}
      </div>
      {contacts.length === 0 ? <p className="muted">NMLS names no contact of this company. Enter whom your agency usually speaks with.</p> : null}
      <div className="field-grid">
        <TextField form={form} name={names.name} label="Name" className="half" autoComplete="off" />
        <TextField form={form} name={names.title} label="Job title" optional className="half" autoComplete="off" />
        <TextField form={form} name={names.email} label="E-mail address" type="email" hint="The invitation goes here. The first user signs in with it." className="half" autoComplete="off" />
        <TextField form={form} name={names.phone} label="Phone" optional type="tel" className="half" autoComplete="off" />
      </div>
    </>
  )
}

function ContactCard({ contact, onUse, level }: { contact: KnownContact; onUse: () => void; level: 2 | 3 }): ReactNode {
  const Heading = level === 2 ? 'h2' : 'h3'
  return (
    <section className="contact-card">
      <Heading className="contact-title">{contact.known}</Heading>
      <p>
        <strong>{contact.name}</strong>
        {contact.title ? <span className="muted">{`, ${contact.title}`}</span> : null}
      </p>
      {contact.email ? <p className="contact-card__line">{contact.email}</p> : null}
      {contact.phone ? <p className="contact-card__line num">{contact.phone}</p> : null}
      <button type="button" className="usa-button usa-button--outline usa-button--small" onClick={onUse}>
        Use these details<span className="sr-only">{` of ${contact.name}`}</span>
      </button>
    </section>
  )
}
