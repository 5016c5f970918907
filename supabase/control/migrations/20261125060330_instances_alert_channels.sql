-- How operators hear of alerts: by mail from a level on, and by a webhook whose calls are signed. One row.
create table control.alert_channels (
  id text primary key check (id = 'operators'),
  mail_from text not null check (mail_from in ('warning', 'critical', 'never')),
  webhook_url text,
  -- The secret that signs, wrapped under the master key.
  webhook_secret bytea,
  webhook_from text not null check (webhook_from in ('warning', 'critical')),
  changed_at timestamptz not null,
  constraint alert_channels_whole check ((webhook_url is null) = (webhook_secret is null))
);
call control.closed_wall('alert_channels');
create policy console on control.alert_channels to ops_control using (true) with check (true);
grant select, insert, update on control.alert_channels to ops_control;

-- From which figure on something is an alert; an empty subject holds for all of its kind. Absent: the program's own.
create table control.thresholds (
  metric text not null check (metric in ('cell_load', 'dossier_size', 'jobs_parked', 'jobs_late')),
  subject text not null,
  warning integer not null check (warning > 0),
  critical integer not null,
  changed_at timestamptz not null,
  changed_by text not null,
  primary key (metric, subject),
  constraint thresholds_order check (critical >= warning)
);
call control.closed_wall('thresholds');
create policy console on control.thresholds to ops_control using (true) with check (true);
grant select, insert, update, delete on control.thresholds to ops_control;

drop policy console_tells on control.jobs;
create policy console_tells on control.jobs for insert to ops_control
  with check (runner = 'console' and kind in ('instances.tell_alert', 'instances.mail_alert', 'instances.call_webhook'));
