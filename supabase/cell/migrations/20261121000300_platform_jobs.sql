-- Work to do after the commit that asks for it. A row is enqueued by the business transaction, claimed by app_queue.

create table cell.jobs (
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
create unique index jobs_once on cell.jobs (tenant_id, kind, dedupe_key);
create index jobs_due on cell.jobs (runner, priority desc, run_at, id) where state in ('ready', 'running');
create index jobs_parked on cell.jobs (created_at) where state = 'parked';
create index jobs_finished on cell.jobs (done_at) where state = 'done';

alter table cell.jobs enable row level security;
alter table cell.jobs force row level security;
create policy app on cell.jobs to app_user, ops_mover
  using (tenant_id = (select cell.app_tenant_id())) with check (tenant_id = (select cell.app_tenant_id()));
create policy reader on cell.jobs for select to app_reader using (tenant_id = (select cell.app_tenant_id()));
create policy product_queue on cell.jobs to app_queue using (runner = 'product') with check (runner = 'product');
create policy console_queue on cell.jobs to ops_queue using (runner = 'console') with check (runner = 'console');
create policy purge on cell.jobs to ops_purger
  using (tenant_id = (select cell.app_tenant_id()) and (select cell.purge_allowed()));
create policy definer on cell.jobs for select to app_definer using (true);
grant select, insert on cell.jobs to app_user;
grant select on cell.jobs to app_reader, app_definer;
grant select, update, delete on cell.jobs to app_queue, ops_queue;
grant select, insert, update, delete on cell.jobs to ops_mover;
grant select, delete on cell.jobs to ops_purger;

-- What a scheduled job's slot already asked for, so that three triggers racing ask once. Holds names and instants only.
create table cell.job_slots (
  name text not null,
  slot timestamptz not null,
  primary key (name, slot)
);
grant select, insert, delete on cell.job_slots to app_queue, ops_queue;

-- What the console may know of the jobs without reading any: counts and the parked ones' kinds.
create function cell.job_figures() returns table (tenant_id uuid, ready bigint, running bigint, parked bigint, oldest timestamptz)
language sql stable security definer set search_path = '' as $$
  select j.tenant_id,
    count(*) filter (where j.state = 'ready'), count(*) filter (where j.state = 'running'),
    count(*) filter (where j.state = 'parked'), min(j.run_at) filter (where j.state = 'ready')
  from cell.jobs j where j.state in ('ready', 'running', 'parked') group by j.tenant_id
$$;
call cell.definer('cell.job_figures()');
grant execute on function cell.job_figures() to ops_reader;

-- The queue hands each job the epoch of its dossier: it sees that and no business table.
create policy queue on cell.dossiers for select to app_queue, ops_queue using (true);
grant select (tenant_id, epoch, state) on cell.dossiers to app_queue, ops_queue;
