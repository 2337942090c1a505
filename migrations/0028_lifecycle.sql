-- The lifecycle of complaints: who decides on a referral has a task.
alter table task drop constraint task_kind_check;
alter table task add constraint task_kind_check check (kind in (
  'assign_point_of_contact', 'answer_request', 'review_response', 'preliminary_review', 'decide_referral', 'verify_users', 'complete_enrollment', 'assign_contacts', 'take_over_work'));
