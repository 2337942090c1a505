-- An agency's own reports count its complaints and requests as they stand: no summary to keep, so that the numbers are those
-- of the lists at the same moment. To count without looking at the rows, which lie strewn over the table, each of the three
-- indexes holds all that a report asks of a row: one range of them is read from its beginning to its end.
-- What writing costs: an entry more wherever one of the columns changes. Each of these columns already stands in an index of
-- a list, so that no update becomes dearer than by this one entry (a few hundredths of a millisecond).
create index complaint_reported on complaint (agency_id, received_on)
  include (id, status, is_open, waiting_for, next_due, requests_sent, company_id, subject_kind, product_id, issue_id, transaction_state, agency_poc_id, first_sent_at, closed_at, days_taken)
  where status <> 'draft' and status <> 'canceled';
create index information_request_reported on information_request (agency_id, sent_at)
  include (complaint_id, company_id, status, due_on, answered_at) where sent_at is not null;
create index closure_reported on closure (agency_id, closed_at) include (complaint_id, reason, relief_amount);
