-- The sign-in page shows the training accounts in the order in which they were made: first those of the job aids
-- (agencies, then companies), not by the alphabet.
create or replace function training_accounts() returns table (
  email text, second_factor text, name text, kind text, organisation_name text, organisation_code text, company_number integer,
  system_roles text[], complaints_role text, is_complaints_contact boolean)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.email, c.second_factor, p.name, a.kind, coalesce(g.name, o.name), g.code, o.number, a.system_roles, a.complaints_role,
         coalesce(k.complaints_contact_id = a.user_id, false)
  from credential c
  join account a on a.user_id = c.user_id and a.standing = 'active'
  join person p on p.id = a.user_id
  left join agency g on g.id = a.agency_id
  left join company o on o.id = a.company_id
  left join company_contacts k on k.company_id = a.company_id
  where c.for_training and c.second_factor is not null and a.kind in ('agency', 'company')
  order by a.created_at, a.user_id
$$;
