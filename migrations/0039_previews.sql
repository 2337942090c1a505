-- What a document's preview shows where it had to be converted first: its own file in the store. Only the job that makes it
-- touches this table; whoever asks for a preview is first shown the document by its own policies, so no copy of its
-- audience is kept here. A row goes with its document, and the file after its row (sweep of the store).
create table document_preview (
  document_id uuid primary key references document (id) on delete cascade,
  state text not null check (state in ('making', 'ready', 'failed')),
  key uuid unique,
  size bigint check (size > 0),
  at timestamptz not null,
  check ((state = 'ready') = (key is not null and size is not null))
);
alter table document_preview enable row level security;
alter table document_preview force row level security;
create policy owner_all on document_preview to ses_owner using (true) with check (true);
create policy worker_all on document_preview to ses_worker using (actor_is_job()) with check (actor_is_job());
grant select, insert, update, delete on document_preview to ses_worker;

-- Previews and downloads of chosen documents are readings too (modules/complaints/domain/history-kinds.ts names the same).
drop index audit_entry_deeds;
create index audit_entry_deeds on audit_entry (complaint_id, at desc, id desc)
  where complaint_id is not null and action not like '%.read'
    and action not in ('complaint.found', 'complaint.exported', 'complaint.viewed_as_company', 'history.exported', 'document.previewed', 'document.selection_read');
drop index audit_entry_readings;
create index audit_entry_readings on audit_entry (complaint_id, at desc, id desc)
  where complaint_id is not null
    and (action like '%.read' or action in ('complaint.found', 'complaint.exported', 'complaint.viewed_as_company', 'history.exported', 'document.previewed', 'document.selection_read'));

-- Who opened a document, newest first (modules/documents/queries/read-openings.ts).
create index audit_entry_openings on audit_entry (about_id, at desc, id desc)
  where about_kind = 'document' and action in ('document.read', 'document.previewed', 'document.selection_read');
