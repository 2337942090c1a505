-- The log of what was sent to an address is also looked at by event.
create index webhook_delivery_event on webhook_delivery (webhook_id, event, created_at desc, id desc);
