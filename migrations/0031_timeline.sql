-- A complaint's history without the readings, which soon outnumber everything that was done. The words are those of the
-- query (modules/complaints/queries/read-history.ts): the index serves it only while both say the same.
create index audit_entry_deeds on audit_entry (complaint_id, at desc, id desc)
  where complaint_id is not null and action not like '%.read' and action not in ('complaint.found', 'complaint.exported', 'complaint.viewed_as_company', 'history.exported');
-- And the readings alone, in the same order: "who read what" of a record that was read thousands of times.
create index audit_entry_readings on audit_entry (complaint_id, at desc, id desc)
  where complaint_id is not null and (action like '%.read' or action in ('complaint.found', 'complaint.exported', 'complaint.viewed_as_company', 'history.exported'));
