-- The templates that ship: an acknowledgement, and an outcome for each group of closing reasons. An agency that edits
-- one gets its own copy; these stay, so that the shipped text can be restored.
insert into letter_template (id, agency_id, kind, name, subject, body, updated_at) values
('01940000-0000-7000-8000-000000000001', null, 'acknowledgement', 'We received your complaint', 'We received your complaint {{ complaint_id }}',
'Dear {{ complainant_name }}:

Thank you for writing to {{ agency_name }}. We received your complaint about {{ company_name }} on {{ received_on }}. Its number is {{ complaint_id }}. Please give this number when you write or call.

What happens next: we read your complaint and, where we can help, send it to the company with our questions. The company answers us. We read its answer and then write to you.
{% if agency_phone or agency_email %}
If something changes, or if you have more papers to send, tell us{% if agency_phone %} by phone at {{ agency_phone }}{% endif %}{% if agency_phone and agency_email %} or{% endif %}{% if agency_email %} by e-mail at {{ agency_email }}{% endif %}.
{% endif %}
We cannot act as your lawyer or decide a dispute as a court does. If you think that you have to go to court, ask a lawyer soon: there are time limits.

Sincerely,

{{ agency_poc }}
{% if agency_poc_title %}{{ agency_poc_title }}
{% endif %}{{ agency_name }}', now()),
('01940000-0000-7000-8000-000000000002', null, 'outcome', 'The company gave an explanation', 'Your complaint {{ complaint_id }} is closed',
'Dear {{ complainant_name }}:

We finished our work on your complaint {{ complaint_id }} about {{ company_name }}, which we received on {{ received_on }}.

{{ closing_explanation }}

This does not keep you from using other rights that you may have. If you think that you have to go to court, ask a lawyer soon: there are time limits.

If you have new information about this matter, write to us with the number {{ complaint_id }}.

Sincerely,

{{ agency_poc }}
{{ agency_name }}', now()),
('01940000-0000-7000-8000-000000000003', null, 'outcome', 'The company gave relief', 'Your complaint {{ complaint_id }} is resolved',
'Dear {{ complainant_name }}:

We finished our work on your complaint {{ complaint_id }} about {{ company_name }}.

{{ closing_explanation }}
{% if relief_amount %}
The company told us that it paid you {{ relief_amount }} on {{ relief_paid_on }}. If you did not get this money, tell us.
{% endif %}
Thank you for telling us about this. Complaints show us where companies must do better.

Sincerely,

{{ agency_poc }}
{{ agency_name }}', now()),
('01940000-0000-7000-8000-000000000004', null, 'outcome', 'Referred to another office', 'Your complaint {{ complaint_id }} was sent to another office',
'Dear {{ complainant_name }}:

Thank you for your complaint {{ complaint_id }} about {{ company_name }}.

{{ closing_explanation }}
{% if referred_to %}
It is now with: {{ referred_to }}.
{% endif %}
That office will write to you if it needs more from you. We closed our own file.

Sincerely,

{{ agency_poc }}
{{ agency_name }}', now()),
('01940000-0000-7000-8000-000000000005', null, 'outcome', 'Withdrawn, or no answer from you', 'We closed your complaint {{ complaint_id }}',
'Dear {{ complainant_name }}:

We closed your complaint {{ complaint_id }} about {{ company_name }}.

{{ closing_explanation }}

If you want us to go on, write to us within one year and give the number {{ complaint_id }}. We then open it again.

Sincerely,

{{ agency_poc }}
{{ agency_name }}', now()),
('01940000-0000-7000-8000-000000000006', null, 'outcome', 'Repeated, or not for us', 'About your complaint {{ complaint_id }}',
'Dear {{ complainant_name }}:

Thank you for writing to us about {{ company_name }}.

{{ closing_explanation }}

For this reason we closed the file {{ complaint_id }}.{% if agency_phone %} If you think that we are wrong, call us at {{ agency_phone }}.{% endif %}

Sincerely,

{{ agency_poc }}
{{ agency_name }}', now());
