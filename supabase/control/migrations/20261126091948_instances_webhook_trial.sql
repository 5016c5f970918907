-- A trial of the webhook, asked by an operator: when, and what the receiver answered.
alter table control.alert_channels
  add column tried_at timestamptz,
  add column tried_by text,
  -- The status of the answer, or a code for why there was none; null while the call is on its way.
  add column tried_answer text check (length(tried_answer) between 1 and 80);

drop policy console_tells on control.jobs;
create policy console_tells on control.jobs for insert to ops_control
  with check (runner = 'console' and kind in ('instances.tell_alert', 'instances.mail_alert', 'instances.call_webhook',
    'instances.try_webhook'));
