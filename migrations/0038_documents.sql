-- How often a scanner was asked about a document in vain, and when it is asked again; and documents whose file was found
-- gone or cut, which stay until somebody brings the file back (a restore): never deleted by the program.
alter table document
  add column scan_tries integer not null default 0,
  add column scan_again_at timestamptz,
  add column lost_at timestamptz;

-- The rescan asks for those that are due; the metrics count those that wait.
create index document_unscanned on document (scan_again_at nulls first, id) where scan = 'pending' and state = 'stored' and removed_at is null;
create index document_infected on document (id) where scan = 'infected' and removed_at is null;
create index document_lost on document (id) where lost_at is not null and removed_at is null;
-- Duplicates within a complaint, by their bytes.
create index document_same on document (complaint_id, sha256) where sha256 is not null;
