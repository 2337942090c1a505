-- What waits or needs an operator is counted at every reading of the metrics, however many e-mails were sent before.
create index mail_unsent on mail (state, created_at) where state <> 'sent';
