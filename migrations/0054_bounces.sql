-- Bounces that come back as e-mail, hours or days after the mail server took one (src/platform/mail/bounce-receiver.ts), and
-- whose e-mail it was, so that those who run the system find what one organization misses.

alter table mail
  -- what the latest report said: its enhanced status code (RFC 3463), such as 5.1.1; nothing else of it is kept
  add column bounce_status text check (bounce_status ~ '^[245]\.\d{1,3}\.\d{1,3}$'),
  add column bounced_at timestamptz,
  -- whose user or extra address it went to; neither: of the platform, or of an address that several organizations named
  add column agency_id uuid references agency (id),
  add column company_id uuid references company (id);
-- bounced: it came back; delayed: a mail server on its way still tries
alter table mail drop constraint mail_state_check;
alter table mail add constraint mail_state_check check (state in ('waiting', 'sending', 'sent', 'delayed', 'bounced', 'failed', 'uncertain', 'withheld'));
update mail m set agency_id = a.agency_id, company_id = a.company_id from account a where a.user_id = m.user_id;
update mail m set agency_id = a.agency_id, company_id = a.company_id from account a where m.user_id is null and a.email_key = lower(m.to_address);
create index mail_agency on mail (agency_id, created_at desc, id desc) where agency_id is not null;
create index mail_company on mail (company_id, created_at desc, id desc) where company_id is not null;

-- Arrays are looked into by index only past row-level security: @> is not leakproof.
create index agency_extra_addresses on agency using gin (extra_addresses);
create index company_contacts_extra_addresses on company_contacts using gin (extra_addresses);
-- Some e-mails go to a person's address alone, without a notification: invitations, links for a new password, that an account
-- was removed. Whose they are is known by the address.
create function mail_names_organisation() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
declare
  agencies uuid[];
  companies uuid[];
begin
  if new.user_id is null then
    select agency_id, company_id into new.agency_id, new.company_id from account where email_key = lower(new.to_address);
  else
    select agency_id, company_id into new.agency_id, new.company_id from account where user_id = new.user_id;
  end if;
  if found then
    return new;
  end if;
  select array_agg(id) into agencies from agency where extra_addresses @> array[new.to_address];
  select array_agg(company_id) into companies from company_contacts where extra_addresses @> array[new.to_address];
  if coalesce(cardinality(agencies), 0) + coalesce(cardinality(companies), 0) = 1 then
    new.agency_id := agencies[1];
    new.company_id := companies[1];
  end if;
  return new;
end $$;
revoke all on function mail_names_organisation() from public;
create trigger mail_of_organisation before insert on mail for each row execute function mail_names_organisation();

drop policy platform_tries_again on mail;
create policy platform_tries_again on mail for update to ses_platform using (actor_is_platform() and state in ('failed', 'uncertain', 'waiting', 'bounced')) with check (actor_is_platform() and state = 'waiting');
grant select (bounce_status, bounced_at, agency_id, company_id) on mail to ses_platform;

-- An address that a report called unreachable: the own mail server takes every e-mail first, so that only days without a
-- report show that it works again.
alter table refused_address
  alter column smtp_code drop not null,
  add column status text,
  add column by_report boolean not null default false,
  -- when the first e-mail since the latest report was handed over
  add column tried_at timestamptz;

-- Which daily e-mail a notification went into: if its reader may not see it any more when that e-mail is handed over, the
-- e-mail is withheld and the rest of it put together anew.
alter table notification add column digest_mail_id uuid references mail (id) on delete set null;
create index notification_digest_mail on notification (digest_mail_id) where digest_mail_id is not null;
