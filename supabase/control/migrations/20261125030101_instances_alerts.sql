-- What went wrong, and what was done about it. Subjects are ids; figures are counts, bytes and codes.

create table control.alerts (
  id uuid primary key,
  kind text not null,
  subject_kind text not null check (subject_kind in ('cell', 'dossier', 'queue', 'procedure', 'service')),
  subject text not null,
  level text not null check (level in ('warning', 'critical')),
  figures jsonb not null,
  raised_at timestamptz not null,
  -- When it was last found to hold.
  seen_at timestamptz not null,
  acknowledged_at timestamptz,
  assigned_to uuid,
  assigned_name text,
  muted_until timestamptz,
  resolved_at timestamptz,
  constraint alerts_assigned_whole check ((assigned_to is null) = (assigned_name is null))
);
-- One open alert a kind and subject.
create unique index alerts_open on control.alerts (kind, subject_kind, subject) where resolved_at is null;
create index alerts_by_age on control.alerts (raised_at, id);
call control.closed_wall('alerts');
create policy console_sees on control.alerts for select to ops_control using (true);
create policy console_raises on control.alerts for insert to ops_control with check (resolved_at is null);
-- What is over stays as it ended.
create policy console_changes on control.alerts for update to ops_control using (resolved_at is null) with check (true);
grant select, insert on control.alerts to ops_control;
grant update (level, figures, seen_at, acknowledged_at, assigned_to, assigned_name, muted_until, resolved_at)
  on control.alerts to ops_control;

create table control.alert_events (
  alert_id uuid not null references control.alerts (id),
  id uuid not null,
  at timestamptz not null,
  act text not null check (act in ('raised', 'worsened', 'eased', 'cleared', 'acknowledged', 'assigned', 'released',
    'muted', 'unmuted', 'resolved')),
  level text not null check (level in ('warning', 'critical')),
  figures jsonb not null,
  operator_id uuid,
  operator text,
  -- Who it was given to, until when it is muted.
  detail text,
  reason text,
  primary key (alert_id, id),
  constraint alert_events_whole check ((operator_id is null) = (operator is null)
    and (operator_id is null) = (reason is null))
);
call control.closed_wall('alert_events');
revoke update, delete on control.alert_events from identity_definer;
create policy console_sees on control.alert_events for select to ops_control using (true);
create policy console_adds on control.alert_events for insert to ops_control with check (true);
grant select, insert on control.alert_events to ops_control;

-- History is added to and never rewritten, by anybody.
create function control.refuse_alert_history() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'the history of alerts is append-only' using errcode = 'PF010';
end $$;
revoke all on function control.refuse_alert_history() from public;
create trigger alert_events_stay before update or delete on control.alert_events
  for each row execute function control.refuse_alert_history();
create trigger alert_events_stay_whole before truncate on control.alert_events
  for each statement execute function control.refuse_alert_history();

-- The console tells its operators itself.
create policy console_tells on control.jobs for insert to ops_control
  with check (runner = 'console' and kind = 'instances.tell_alert');
