-- Some e-mails go to a person's address alone, without a notification: invitations, links for a new password, that an account
-- was removed. Whose they are is known by the address (0054).
create or replace function mail_names_organisation() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
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
update mail m set agency_id = a.agency_id, company_id = a.company_id from account a where m.user_id is null and m.agency_id is null and m.company_id is null and a.email_key = lower(m.to_address);
