-- Work to do after the commit that asks for it, on control. Work of no dossier stands under the nil id.

create table control.jobs (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  runner text not null default 'product' check (runner in ('product', 'console')),
  payload jsonb not null default '{}',
  dedupe_key text not null,
  state text not null default 'ready' check (state in ('ready', 'running', 'done', 'parked', 'moved')),
  priority smallint not null default 0,
  attempts integer not null default 0,
  max_attempts integer not null default 8,
  run_at timestamptz not null default now(),
  locked_until timestamptz,
  lock_token uuid,
  last_error text,
  created_at timestamptz not null default now(),
  done_at timestamptz,
  primary key (tenant_id, id)
);
-- One job a key as long as it is remembered: asking twice does the work once.
create unique index jobs_once on control.jobs (tenant_id, kind, dedupe_key);
create index jobs_due on control.jobs (runner, priority desc, run_at, id) where state in ('ready', 'running');
create index jobs_parked on control.jobs (created_at) where state = 'parked';
create index jobs_finished on control.jobs (done_at) where state = 'done';

alter table control.jobs enable row level security;
alter table control.jobs force row level security;
-- The program may ask for work of the dossier it serves, or of none; it never reads what others asked for.
create policy app on control.jobs for insert to app_user
  with check (tenant_id = (select control.app_tenant_id()) or tenant_id = '00000000-0000-0000-0000-000000000000');
create policy definer on control.jobs to app_definer, identity_definer using (true) with check (true);
create policy product_queue on control.jobs to app_queue using (runner = 'product') with check (runner = 'product');
create policy console_queue on control.jobs to ops_queue using (runner = 'console') with check (runner = 'console');
create policy console on control.jobs for select to ops_control using (true);
grant insert on control.jobs to app_user, identity_definer;
grant select on control.jobs to app_definer;
grant select, insert, update, delete on control.jobs to app_queue, ops_queue;
grant select on control.jobs to ops_control;

create table control.job_slots (
  name text not null,
  slot timestamptz not null,
  primary key (name, slot)
);
grant select, insert, delete on control.job_slots to app_queue, ops_queue;
