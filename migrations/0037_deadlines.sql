-- Deadlines (docs/rules.md 4): automatic reminders, and a company's on-time record.

-- The first reminder of what is overdue, the second, … Two processes cannot send the same one.
alter table request_reminder
  add column nth integer check (nth >= 1),
  drop constraint request_reminder_automatic_due;
update request_reminder set nth = 1 where kind <> 'by_hand';
alter table request_reminder
  add constraint request_reminder_automatic_due check ((kind = 'by_hand') = (due_on is null) and (kind = 'by_hand') = (nth is null));
drop index request_reminder_automatic;
create unique index request_reminder_automatic on request_reminder (request_id, kind, due_on, nth) where kind <> 'by_hand';

-- What a submitted answer says about punctuality is kept with it: due dates move, and a sending back begins anew.
alter table response
  -- when the round began: the sending, or the sending back
  add column asked_at timestamptz,
  -- as it stood at the submission
  add column due_on date,
  add column extended boolean,
  -- by the date in the owning agency's zone
  add column on_time boolean;

create function response_takes_deadline() returns trigger language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if new.status <> 'sent' then
    new.asked_at := null; new.due_on := null; new.extended := null; new.on_time := null;
    return new;
  end if;
  if tg_op = 'UPDATE' and old.status = 'sent' then
    new.asked_at := old.asked_at; new.due_on := old.due_on; new.extended := old.extended; new.on_time := old.on_time;
    return new;
  end if;
  select coalesce(o.sent_back_at, r.sent_at), r.due_on, r.due_on > coalesce(o.due_on, r.original_due_on), (new.sent_at at time zone a.time_zone)::date <= r.due_on
    into new.asked_at, new.due_on, new.extended, new.on_time
  from information_request r
  join agency a on a.id = r.agency_id
  left join request_round o on o.request_id = r.id and o.round = r.round
  where r.id = new.request_id and r.round = new.round;
  return new;
end $$;
-- The owner's triggers would keep what was stored before; this fills it once, without them.
alter table response disable trigger user;
update response s
set asked_at = r.sent_at, due_on = r.due_on, extended = r.due_on > r.original_due_on, on_time = (s.sent_at at time zone a.time_zone)::date <= r.due_on
from information_request r join agency a on a.id = r.agency_id
where s.status = 'sent' and r.id = s.request_id and r.round = s.round and r.due_on is not null;
alter table response enable trigger user;
create trigger response_takes_deadline before insert or update of status on response for each row execute function response_takes_deadline();

-- The aggregate reads nothing but this.
create index response_punctuality on response (company_id, agency_id, sent_at) include (asked_at, extended, on_time) where status = 'sent' and on_time is not null;
create index request_round_company on request_round (company_id, agency_id, sent_back_at);

/*
 * A company's punctuality at all agencies, in numbers only: for agencies, and for the company itself. Fewer than five
 * answers, of all agencies or of those besides the asking one, say too much about single ones: then nothing is said
 * but that there are too few.
 */
create function company_punctuality(company uuid, since timestamptz, at timestamptz)
  returns table (answers integer, on_time integer, median_days double precision, extended integer, sent_back integer, overdue integer)
  language plpgsql stable security definer set search_path = public, pg_temp as $$
declare
  elsewhere integer;
begin
  if not (actor_reads_complaints() and (actor_agency() is not null or actor_company() = company)) then return; end if;
  select count(*)::int, (count(*) filter (where s.on_time))::int, percentile_cont(0.5) within group (order by extract(epoch from s.sent_at - s.asked_at) / 86400), (count(*) filter (where s.extended))::int,
         (count(*) filter (where s.agency_id is distinct from actor_agency()))::int
    into answers, on_time, median_days, extended, elsewhere
  from response s where s.company_id = company and s.status = 'sent' and s.on_time is not null and s.sent_at >= since;
  if answers < 5 or (actor_agency() is not null and elsewhere between 1 and 4) then
    return query select null::integer, null::integer, null::double precision, null::integer, null::integer, null::integer;
    return;
  end if;
  sent_back := (select count(*) from request_round o where o.company_id = company and o.sent_back_at >= since);
  overdue := (
    select count(*) from information_request r join agency a on a.id = r.agency_id
    where r.company_id = company and r.status = 'sent_to_company' and r.due_on < (at at time zone a.time_zone)::date);
  return next;
end $$;
revoke all on function company_punctuality(uuid, timestamptz, timestamptz) from public;
grant execute on function company_punctuality(uuid, timestamptz, timestamptz) to ses_agency, ses_company;
