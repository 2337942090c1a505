-- The lifecycle of complaints: who decides on a referral has a task.
alter table task drop constraint task_kind_check;
alter table task add constraint task_kind_check check (kind in (
  'assign_point_of_contact', 'answer_request', 'review_response', 'preliminary_review', 'decide_referral', 'verify_users', 'complete_enrollment', 'assign_contacts', 'take_over_work'));

-- Who may be referred a complaint: an agency in which somebody can decide on it. Accounts of other agencies are not
-- readable, so the question is answered here, without saying who.
create function agencies_that_decide() returns setof uuid
  language sql stable security definer set search_path = public, pg_temp as $$
  select distinct a.agency_id from account a
  where actor_reads_complaints() and actor_agency() is not null and a.agency_id is not null and a.standing = 'active' and a.complaints_role in ('supervisor', 'manager')
$$;
revoke all on function agencies_that_decide() from public;
grant execute on function agencies_that_decide() to ses_agency;

-- Holds the complaint of a referral that waits for the actor's agency, and then the referral; null where there is none.
create function lock_incoming_referral(asked uuid) returns uuid
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare held uuid;
begin
  if not actor_handles_complaints() then return null; end if;
  select r.complaint_id into held from referral r where r.id = asked and r.to_agency_id = actor_agency();
  perform 1 from complaint c where c.id = held for update;
  select r.complaint_id into held from referral r join complaint c on c.id = r.complaint_id and c.agency_id = r.from_agency_id and c.status = 'referral_in_progress'
  where r.id = asked and r.to_agency_id = actor_agency() and r.state = 'pending' for update of r;
  return held;
end $$;
revoke all on function lock_incoming_referral(uuid) from public;
grant execute on function lock_incoming_referral(uuid) to ses_agency;

-- The complaint and every row that carries its owner become the receiver's, in one statement and its cascades. What does
-- not follow: the sender's tasks end; access that it gave or was asked for ends, since the new owner gave none; a
-- retention date there is none, and a legal hold keeps a complaint from being referred at all.
create function accept_referral(asked uuid, poc uuid, said text, at timestamptz) returns void
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
  update complaint_access set state = case state when 'accepted' then 'revoked' else 'cancelled' end, ended_at = at
  where complaint_id = moved and state in ('requested', 'accepted');
  delete from complaint_retention where complaint_id = moved;
  update task set done_at = at, done_by = actor_user() where complaint_id = moved and done_at is null;
  update referral set state = 'accepted', decided_by = actor_user(), decided_at = at, decision_comments = said where id = asked;
  update complaint set agency_id = actor_agency(), agency_poc_id = poc, reviewer_id = null, status = 'in_progress', version = version + 1 where id = moved;
end $$;
revoke all on function accept_referral(uuid, uuid, text, timestamptz) from public;
grant execute on function accept_referral(uuid, uuid, text, timestamptz) to ses_agency;

create function reject_referral(asked uuid, said text, at timestamptz) returns void
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare back uuid := lock_incoming_referral(asked);
begin
  if back is null then raise exception 'this referral is not this actor''s to decide'; end if;
  update complaint c set status = r.status_before, version = c.version + 1 from referral r where c.id = back and r.id = asked;
  update referral set state = 'rejected', decided_by = actor_user(), decided_at = at, decision_comments = said where id = asked;
end $$;
revoke all on function reject_referral(uuid, text, timestamptz) from public;
grant execute on function reject_referral(uuid, text, timestamptz) to ses_agency;

-- What was done to a complaint before it was referred stays in the sender's chain of the audit; whoever owns the
-- complaint now reads it as its history.
create function complaint_is_own(complaint uuid) returns boolean
  language sql stable security definer set search_path = public, pg_temp
  as $$ select exists (select 1 from complaint c where c.id = complaint and c.agency_id = actor_agency()) $$;
revoke all on function complaint_is_own(uuid) from public;
grant execute on function complaint_is_own(uuid) to ses_agency;
drop policy agency_reads on audit_entry;
create policy agency_reads on audit_entry for select to ses_agency
  using (actor_reads_complaints() and audience in ('agency', 'both')
         and (agency_id = actor_agency() or (complaint_id is not null and (complaint_is_shared(complaint_id) or complaint_is_own(complaint_id)))));

-- Canceling a complaint ends the requests for access that wait for its owner.
create policy owner_cancels on complaint_access for update to ses_agency
  using (actor_handles_complaints() and agency_id = actor_agency() and state = 'requested') with check (state = 'cancelled');
grant update (state, ended_at) on complaint_access to ses_agency;

-- Complaints that are due and that nothing keeps, of agencies that want the system to dispose of them.
create function complaint_may_be_disposed(complaint uuid, at timestamptz) returns boolean
  language sql stable security definer set search_path = public, pg_temp as $$
  select exists (
    select 1 from complaint c
    join complaint_retention k on k.complaint_id = c.id
    join agency a on a.id = c.agency_id
    where c.id = complaint and c.status in ('closed', 'canceled') and a.disposes_automatically and not k.legal_hold
      and k.retain_until < (at at time zone a.time_zone)::date)
$$;
revoke all on function complaint_may_be_disposed(uuid, timestamptz) from public;
grant execute on function complaint_may_be_disposed(uuid, timestamptz) to ses_worker;

-- The one way in which a complaint leaves the database: looks again while it holds the complaint, leaves the certificate,
-- and answers the keys of the files whose bytes must go after the commit. Null: it is not due, or not any more.
create function dispose_complaint(due uuid, certificate uuid, at timestamptz) returns uuid[]
  language plpgsql volatile security definer set search_path = public, pg_temp as $$
declare files uuid[];
begin
  if not actor_is_job() then raise exception 'complaints are disposed of by the job alone'; end if;
  -- In the order of every command: the complaint, then what keeps it.
  perform 1 from complaint c where c.id = due for update;
  perform 1 from complaint_retention k where k.complaint_id = due for update;
  if not complaint_may_be_disposed(due, at) then return null; end if;
  files := array(select d.id from document d where d.complaint_id = due order by d.id);
  insert into disposal_certificate (id, agency_id, complaint_number, status, received_on, closed_at, retain_until, disposed_at, counts, document_hashes)
  select certificate, c.agency_id, c.number, c.status, c.received_on, coalesce(c.closed_at, c.canceled_at), k.retain_until, at,
    jsonb_build_object(
      'documents', (select count(*) from document d where d.complaint_id = due and d.removed_at is null and d.state = 'stored'),
      'requests', (select count(*) from information_request r where r.complaint_id = due),
      'responses', (select count(*) from response r where r.complaint_id = due),
      'closures', (select count(*) from closure r where r.complaint_id = due),
      'notes', (select count(*) from research_entry r where r.complaint_id = due),
      'violations', (select count(*) from alleged_violation r where r.complaint_id = due),
      'letters', (select count(*) from letter r where r.complaint_id = due),
      'relatedRecords', (select count(*) from related_record r where r.complaint_id = due)),
    array(select d.sha256 from document d where d.complaint_id = due and d.removed_at is null and d.sha256 is not null order by d.sha256)
  from complaint c join complaint_retention k on k.complaint_id = c.id where c.id = due;
  delete from complaint c where c.id = due;
  return files;
end $$;
revoke all on function dispose_complaint(uuid, uuid, timestamptz) from public;
grant execute on function dispose_complaint(uuid, uuid, timestamptz) to ses_worker;
