-- Live pages: whose list of tasks became longer or shorter is announced to their open pages (src/platform/live), whoever
-- did the work; notifications and records are announced by the program.
create function announce_tasks() returns trigger language plpgsql as $$
begin
  perform pg_notify('ses_live', payload)
  from (select string_agg(format('user:%s tasks', user_id), E'\n') as payload
        from (select user_id, (row_number() over (order by user_id)) / 100 as part from (select distinct user_id from changed) u) p group by part) said;
  return null;
end $$;
create trigger task_holder_added after insert on task_holder referencing new table as changed for each statement execute function announce_tasks();
create trigger task_holder_changed after update on task_holder referencing new table as changed for each statement execute function announce_tasks();
create trigger task_holder_removed after delete on task_holder referencing old table as changed for each statement execute function announce_tasks();
