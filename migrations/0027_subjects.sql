-- Finding the subject of a complaint among companies, their branches and individuals, and Non-NMLS entities; and moving
-- the complaints of an entity, those of other agencies too, to where its record went (docs/rules.md 3).

create index company_phone on company (phone_key(phone)) where phone is not null;
create index company_website on company (website_key(website)) where website is not null;
create index company_place on company (state, lower(city));
create index nmls_contact_phone on nmls_contact (phone_key(phone)) where phone is not null;
create index company_branch_place on company_branch (company_id, state, lower(city)) where delisted_at is null;
create index audit_entry_entity on audit_entry (about_id, at desc, id desc) where about_kind = 'entity';

-- Subjects by all that is known of them: IDs only, each with what it was found by ("reason|detail"), best first. Under
-- row-level security the planner could not use the indexes of texts. Names, people, words, phone and website find;
-- a place ranks what they found, and finds by itself where nothing else is known. A branch is found in the asked place
-- under a company that something else found.
create function find_subjects(asked_name text, asked_city text, asked_state text, asked_person text, asked_words text[], asked_phone text, asked_website text, most integer)
  returns table (kind text, subject_id uuid, score real, reasons text[])
  language plpgsql stable security definer set search_path = public, pg_temp set plan_cache_mode = force_custom_plan as $$
declare
  patterns text[] := array(select '%' || w || '%' from unnest(asked_words) w where w <> '');
  name_end text := asked_name || U&'\FFFF';
  person_end text := asked_person || U&'\FFFF';
  only_place boolean := asked_name is null and asked_person is null and cardinality(patterns) = 0 and asked_phone is null and asked_website is null;
begin
  if actor_agency() is null or not actor_reads_complaints() then return; end if;
  return query
  with found as (
    select 'company'::text as kind, s.company_id as id, least(s.likeness, 2)::real as weight, case when s.likeness >= 2 then 'name_begins' when s.likeness > 0.99 then 'name' else 'name_resembles' end as reason
    from search_company_ids(asked_name, 0.42::real, 40) s where asked_name is not null
    union all
    (select 'individual', i.id, 1.2, 'individual_name' from company_individual i
     where i.delisted_at is null and i.name_key >= asked_name and i.name_key < name_end order by i.name_key, i.id limit 10)
    union all
    (select 'entity', e.id, case when e.name_key like asked_name || '%' then 2 else greatest(0.5, word_similarity(asked_name, e.name_key || ' ' || e.other_names_key)) end::real,
            case when e.name_key like asked_name || '%' then 'name_begins' when e.name_key like '%' || asked_name || '%' then 'name'
                 when e.other_names_key like '%' || asked_name || '%' then 'other_name' else 'name_resembles' end
     from entity e
     where asked_name is not null and e.ended_at is null
       and ((e.name_key || ' ' || e.other_names_key) like '%' || asked_name || '%' or asked_name <% (e.name_key || ' ' || e.other_names_key))
     order by 3 desc, e.name_key limit 40)
    union all
    (select 'company', i.company_id, 1, 'person|' || min(i.name) from (
       select x.company_id, x.name from company_individual x
       where x.delisted_at is null and x.name_key >= asked_person and x.name_key < person_end order by x.name_key, x.id limit 40) i group by i.company_id)
    union all
    (select 'entity', e.id, 1, 'person|' from entity e where e.ended_at is null and e.people_key like '%' || asked_person || '%' order by e.name_key limit 40)
    union all
    (select 'company', c.id, 0.8, 'words' from company c where cardinality(patterns) > 0 and c.name_key like patterns[1] and c.name_key like all (patterns) order by c.name_key, c.id limit 40)
    union all
    (select 'entity', e.id, 0.8, 'words' from entity e
     where cardinality(patterns) > 0 and e.ended_at is null and (lower(e.description) like all (patterns) or (e.name_key || ' ' || e.other_names_key) like all (patterns)) order by e.name_key limit 40)
    union all
    (select 'company', c.id, 3, 'phone' from company c where c.phone is not null and phone_key(c.phone) = asked_phone limit 20)
    union all
    (select 'company', n.company_id, 2.5, 'contact_phone' from nmls_contact n where n.phone is not null and phone_key(n.phone) = asked_phone limit 20)
    union all
    (select 'entity', e.id, 3, 'phone' from entity e where e.phone_key <> '' and e.ended_at is null and e.phone_key = asked_phone limit 20)
    union all
    (select 'company', c.id, 3, 'website' from company c where c.website is not null and website_key(c.website) = asked_website limit 20)
    union all
    (select 'entity', e.id, 3, 'website' from entity e where e.website_key <> '' and e.ended_at is null and e.website_key = asked_website limit 20)
    union all
    (select 'company', c.id, 0.1, 'none' from company c
     where only_place and c.state = asked_state and (asked_city is null or lower(c.city) = asked_city) order by c.name_key, c.id limit 60)
    union all
    (select 'entity', e.id, 0.1, 'none' from entity e
     where only_place and e.ended_at is null and e.state = asked_state and (asked_city is null or lower(e.city) = asked_city) order by e.name_key, e.id limit 60)
  ), companies as (
    select distinct f.id from found f where f.kind = 'company'
  ), placed as (
    select f.* from found f
    union all
    select 'company', c.id, 0.6, 'city' from companies k join company c on c.id = k.id where c.state = asked_state and lower(c.city) = asked_city
    union all
    select 'company', c.id, 0.4, 'state' from companies k join company c on c.id = k.id where c.state = asked_state and lower(c.city) is distinct from asked_city
    union all
    select 'company', c.id, 0.3, 'licensed' from companies k join company c on c.id = k.id where c.licence_states @> array[asked_state]
    union all
    (select 'branch', b.id, 0.9, 'branch_city' from companies k join company_branch b on b.company_id = k.id
     where b.delisted_at is null and b.state = asked_state and lower(b.city) = asked_city order by b.name, b.id limit 20)
    union all
    select 'individual', i.id, 0.4, 'state' from found f join company_individual i on i.id = f.id where f.kind = 'individual' and i.state = asked_state
    union all
    select 'entity', e.id, case when lower(e.city) = asked_city then 0.6 else 0.4 end, case when lower(e.city) = asked_city then 'city' else 'state' end
    from (select distinct f.id from found f where f.kind = 'entity') k join entity e on e.id = k.id where e.state = asked_state
  )
  select p.kind, p.id, sum(p.weight)::real, array_agg(p.reason order by p.weight desc, p.reason) filter (where p.reason <> 'none')
  from placed p group by p.kind, p.id order by 3 desc, p.kind, p.id limit most;
end $$;

-- The agency that keeps the record of an entity ends it: a duplicate goes into another entity's record, or the entity turns
-- into a company. Its complaints, those of all agencies and drafts too, go along; whoever calls writes it into the history
-- of each. Answers them; nothing where the actor may not, or the record changed meanwhile.
create function move_entity(moved uuid, seen integer, into_entity uuid, into_company uuid, at timestamptz)
  returns table (complaint_id uuid, agency_id uuid)
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  new_name text;
  complaints uuid[];
begin
  if num_nonnulls(into_entity, into_company) <> 1 or moved = into_entity then raise exception 'an entity goes to one other record'; end if;
  -- Both at once and in one order, so that two who merge each into the other do not wait for one another.
  perform 1 from entity e where e.id in (moved, into_entity) order by e.id for update;
  if not actor_handles_complaints() or not exists (
    select 1 from entity e where e.id = moved and e.agency_id = actor_agency() and e.version = seen and e.ended_at is null) then
    raise exception 'this entity is not this actor''s to move';
  end if;
  if into_entity is not null then
    select e.name into new_name from entity e where e.id = into_entity and e.ended_at is null;
  else
    select c.name into new_name from company c where c.id = into_company and c.standing = 'confirmed';
  end if;
  if new_name is null then raise exception 'there is no record to move this entity to'; end if;

  update entity e set merged_into = into_entity, company_id = into_company, ended_at = at, ended_by = actor_user(), updated_at = at, version = e.version + 1 where e.id = moved;
  -- Those that were merged into it before: their old ETNs lead to the same place in one step.
  update entity e set merged_into = into_entity, company_id = into_company where e.merged_into = moved;
  complaints := array(select c.id from complaint c where c.entity_id = moved order by c.id for update);
  update complaint c set entity_id = into_entity, company_id = into_company, subject_kind = case when into_company is null then 'entity' else 'company' end,
                         subject_name = new_name, version = c.version + 1
  where c.id = any (complaints);
  perform index_complaints(complaints);
  return query select c.id, c.agency_id from complaint c where c.id = any (complaints);
end $$;

-- What happened to an entity's record: every agency that reads complaints may read it.
create function entity_history(entity uuid, before_at timestamptz, before_id uuid, most integer)
  returns table (id uuid, at timestamptz, action text, details jsonb, actor_id uuid, actor_organisation_id uuid)
  language sql stable security definer set search_path = public, pg_temp as $$
  select a.id, a.at, a.action, a.details, a.actor_id, a.actor_organisation_id from audit_entry a
  where actor_agency() is not null and actor_reads_complaints() and a.about_kind = 'entity' and a.about_id = entity and a.complaint_id is null
    and (before_id is null or (a.at, a.id) < (before_at, before_id))
  order by a.at desc, a.id desc limit most
$$;

-- Holds an entity of whichever agency while a complaint about it is written, so that it is not moved away meanwhile.
create function hold_entity(entity uuid) returns text
  language sql volatile security definer set search_path = public, pg_temp as $$
  select e.name from entity e where e.id = entity and e.ended_at is null and actor_agency() is not null and actor_reads_complaints() for share
$$;

revoke all on function find_subjects(text, text, text, text, text[], text, text, integer), move_entity(uuid, integer, uuid, uuid, timestamptz),
  entity_history(uuid, timestamptz, uuid, integer), hold_entity(uuid) from public;
grant execute on function find_subjects(text, text, text, text, text[], text, text, integer), move_entity(uuid, integer, uuid, uuid, timestamptz),
  entity_history(uuid, timestamptz, uuid, integer), hold_entity(uuid) to ses_agency;
