-- Access between agencies (docs/rules.md 6): asking, deciding, revoking, who can see a complaint since when; and packages
-- for agencies outside the system.

-- Whoever decides on access has a task until nothing waits.
alter table task drop constraint task_kind_check;
alter table task add constraint task_kind_check check (kind in (
  'assign_point_of_contact', 'answer_request', 'review_response', 'preliminary_review', 'decide_referral', 'verify_users', 'complete_enrollment', 'assign_contacts', 'take_over_work',
  'draft_response', 'review_draft', 'decide_ask', 'overdue_request', 'decide_access'));

alter table complaint_access drop constraint complaint_access_state_check;
alter table complaint_access
  add constraint complaint_access_state_check check (state in ('requested', 'accepted', 'rejected', 'withdrawn', 'cancelled', 'revoked')),
  add constraint complaint_access_comments check (char_length(comments) <= 4000),
  add constraint complaint_access_decision_comments check (char_length(decision_comments) <= 4000),
  -- Who owned the complaint when access was asked for: the row itself follows a referral to the new owner, and whoever
  -- decided keeps its own decisions.
  add column asked_agency_id uuid references agency (id),
  -- who withdrew the request or revoked the access, and why
  add column ended_by uuid references person (id),
  add column end_comments text not null default '' check (char_length(end_comments) <= 4000),
  -- access and requests end when the complaint goes to another agency
  add column ended_by_referral uuid references referral (id) on delete set null,
  -- by which every list of them is sorted
  add column changed_at timestamptz not null generated always as (greatest(requested_at, decided_at, ended_at)) stored;
update complaint_access set asked_agency_id = agency_id;
alter table complaint_access alter column asked_agency_id set not null;
create function complaint_access_takes_owner() returns trigger language plpgsql as $$
begin
  new.asked_agency_id := coalesce(new.asked_agency_id, new.agency_id);
  return new;
end $$;
create trigger complaint_access_takes_owner before insert on complaint_access for each row execute function complaint_access_takes_owner();

create index complaint_access_complaint on complaint_access (complaint_id, changed_at desc, id desc);
create index complaint_access_waiting on complaint_access (asked_agency_id, changed_at desc, id desc) where state = 'requested';
create index complaint_access_decided on complaint_access (asked_agency_id, changed_at desc, id desc) where decided_at is not null;
create index complaint_access_outgoing on complaint_access (requesting_agency_id, changed_at desc, id desc) where state = 'requested';
create index complaint_access_history on complaint_access (requesting_agency_id, changed_at desc, id desc) where state <> 'requested';
create index referral_to_decided on referral (to_agency_id, decided_at desc, id desc) where state <> 'pending';
create index referral_from_decided on referral (from_agency_id, decided_at desc, id desc) where state <> 'pending';

drop policy agency_reads on complaint_access;
create policy agency_reads on complaint_access for select to ses_agency
  using (actor_reads_complaints() and (agency_id = actor_agency() or requesting_agency_id = actor_agency() or asked_agency_id = actor_agency()));
-- A request gives nothing; asking again while one waits, or while there is access, the unique index refuses.
create policy agency_asks on complaint_access for insert to ses_agency
  with check (actor_handles_complaints() and requesting_agency_id = actor_agency() and agency_id <> actor_agency() and state = 'requested' and requested_by = actor_user());
create policy asker_withdraws on complaint_access for update to ses_agency
  using (actor_handles_complaints() and requesting_agency_id = actor_agency() and state = 'requested')
  with check (actor_handles_complaints() and requesting_agency_id = actor_agency() and state = 'withdrawn');
-- Only Complaint Supervisors of the owner let somebody in, and put them out.
create policy owner_decides on complaint_access for update to ses_agency
  using (actor_complaints() = 'supervisor' and agency_id = actor_agency() and state in ('requested', 'accepted'))
  with check (actor_complaints() = 'supervisor' and agency_id = actor_agency() and state in ('accepted', 'rejected', 'revoked') and decided_by is not null);
grant insert (id, complaint_id, agency_id, requesting_agency_id, state, requested_by, requested_at, comments, asked_agency_id),
  update (decided_by, decided_at, decision_comments, ended_by, end_comments) on complaint_access to ses_agency;

/*
 * Holds another agency's complaint while access to it is asked for, so that a referral or canceling comes before or after,
 * and answers owner and status; nothing for what the actor does not see.
 */
create function lock_complaint_to_ask(complaint uuid) returns table (agency_id uuid, status text)
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
begin
  if not actor_handles_complaints() or actor_agency() is null then return; end if;
  return query select c.agency_id, c.status from complaint c where c.id = complaint and c.status <> 'draft' and c.agency_id <> actor_agency() for update;
end $$;
revoke all on function lock_complaint_to_ask(uuid) from public;
grant execute on function lock_complaint_to_ask(uuid) to ses_agency;

/*
 * Which agencies read the detail of a complaint, or did as its owner, for those who read the detail themselves: by whom
 * let in, not with which words. 'owner': since when, and by which referral it came; 'access'; 'former_owner': until when.
 */
create function agencies_that_read(complaint uuid)
  returns table (reason text, agency_id uuid, since timestamptz, until timestamptz, decided_by uuid, from_agency_id uuid)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
begin
  if not (actor_reads_complaints() and (complaint_is_own(complaint) or complaint_is_shared(complaint))) then return; end if;
  return query
    select 'owner', c.agency_id, coalesce(r.decided_at, c.created_at), null::timestamptz, r.decided_by, r.from_agency_id
    from complaint c
    left join lateral (select * from referral x where x.complaint_id = c.id and x.state = 'accepted' order by x.decided_at desc limit 1) r on true
    where c.id = complaint
    union all
    select 'access', a.requesting_agency_id, coalesce(a.decided_at, a.requested_at), null, a.decided_by, null
    from complaint_access a where a.complaint_id = complaint and a.state = 'accepted'
    union all
    select 'former_owner', r.from_agency_id,
      coalesce((select max(x.decided_at) from referral x where x.complaint_id = complaint and x.state = 'accepted' and x.decided_at < r.decided_at), c.created_at),
      r.decided_at, r.decided_by, r.to_agency_id
    from referral r join complaint c on c.id = r.complaint_id where r.complaint_id = complaint and r.state = 'accepted';
end $$;
revoke all on function agencies_that_read(uuid) from public;
grant execute on function agencies_that_read(uuid) to ses_agency;

-- As before (0028), and what the referral ends says that it was the referral.
create or replace function accept_referral(asked uuid, poc uuid, said text, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare
  moved uuid := lock_incoming_referral(asked);
  sender uuid;
begin
  if moved is null then raise exception 'this referral is not this actor''s to decide'; end if;
  if not exists (select 1 from account a where a.user_id = poc and a.agency_id = actor_agency() and a.standing = 'active' and a.complaints_role in ('supervisor', 'manager')) then
    raise exception 'the Agency POC is a Supervisor or Manager of the receiver';
  end if;
  select c.agency_id into sender from complaint c where c.id = moved and c.status = 'referral_in_progress' and c.first_sent_at is null;
  if sender is null then raise exception 'this complaint is not being referred'; end if;
  update complaint_access set state = case state when 'accepted' then 'revoked' else 'cancelled' end, ended_at = at, ended_by_referral = asked
  where complaint_id = moved and state in ('requested', 'accepted');
  delete from complaint_retention where complaint_id = moved;
  update task set done_at = at, done_by = actor_user() where complaint_id = moved and done_at is null;
  update referral set state = 'accepted', decided_by = actor_user(), decided_at = at, decision_comments = said where id = asked;
  update complaint set agency_id = actor_agency(), agency_poc_id = poc, reviewer_id = null, status = 'in_progress', version = version + 1 where id = moved;
end $$;

-- Who asked and was not let in is between the two agencies; those who were let in read the rest of the history.
drop policy agency_reads on audit_entry;
create policy agency_reads on audit_entry for select to ses_agency
  using (actor_reads_complaints() and audience in ('agency', 'both')
         and (agency_id = actor_agency()
              or (complaint_id is not null
                  and (complaint_is_own(complaint_id)
                       or (action not in ('complaint.hold_set', 'complaint.hold_lifted', 'access.requested', 'access.rejected', 'access.withdrawn') and complaint_is_shared(complaint_id))))));

-- What was put together for an agency that does not take part: for whom, by whom, and the hash of the manifest that went along.
create table referral_package (
  id uuid primary key,
  complaint_id uuid not null,
  agency_id uuid not null,
  recipient text not null check (char_length(recipient) between 1 and 200),
  note text not null default '' check (char_length(note) <= 4000),
  parts text[] not null,
  with_documents boolean not null,
  made_by uuid not null references person (id),
  made_at timestamptz not null,
  -- of what was taken out last
  manifest_sha256 text check (manifest_sha256 ~ '^[0-9a-f]{64}$'),
  files integer check (files >= 0),
  taken_by uuid references person (id),
  taken_at timestamptz,
  foreign key (complaint_id, agency_id) references complaint (id, agency_id) on update cascade on delete cascade
);
create index referral_package_complaint on referral_package (complaint_id, made_at desc, id desc);
alter table referral_package enable row level security;
alter table referral_package force row level security;
create policy owner_all on referral_package to ses_owner using (true) with check (true);
create policy agency_reads on referral_package for select to ses_agency using (actor_reads_complaints() and agency_id = actor_agency());
create policy agency_makes on referral_package for insert to ses_agency with check (actor_handles_complaints() and agency_id = actor_agency() and made_by = actor_user());
create policy agency_takes on referral_package for update to ses_agency using (actor_handles_complaints() and agency_id = actor_agency());
grant select, insert, update (manifest_sha256, files, taken_by, taken_at) on referral_package to ses_agency;
