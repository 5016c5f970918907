-- The hour at which planned moves begin, and who chose it: one row once an operator has, and 3 in the morning before.
create table control.move_settings (
  id text primary key default 'moves' check (id = 'moves'),
  -- Of the day in Europe/Paris.
  quiet_hour smallint not null check (quiet_hour between 0 and 23),
  changed_by_name text not null,
  changed_at timestamptz not null
);
call control.closed_wall('move_settings');
create policy console on control.move_settings to ops_control using (true) with check (true);
grant select, insert, update on control.move_settings to ops_control;
