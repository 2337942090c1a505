-- A legal hold is the owning agency's own affair: that one was set or lifted stands in its history alone, and in nothing
-- that an agency with access reads, prints or takes out.
drop policy agency_reads on audit_entry;
create policy agency_reads on audit_entry for select to ses_agency
  using (actor_reads_complaints() and audience in ('agency', 'both')
         and (agency_id = actor_agency()
              or (complaint_id is not null
                  and (complaint_is_own(complaint_id)
                       or (action not in ('complaint.hold_set', 'complaint.hold_lifted') and complaint_is_shared(complaint_id))))));

-- While a preliminary review waits, another reviewer can be named. Who wanted it, and when, stays.
grant update (reviewer_id, note) on preliminary_review to ses_agency;
