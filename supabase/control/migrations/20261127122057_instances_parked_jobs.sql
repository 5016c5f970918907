-- Parked jobs of the cells, as they were when their queue was last looked at, and what operators ask of them.

create table control.parked_jobs (
  tenant_id uuid not null,
  id uuid not null,
  cell_id text not null,
  kind text not null,
  attempts integer not null,
  created_at timestamptz not null,
  first_failure text,
  first_failed_at timestamptz,
  last_failure text,
  last_failed_at timestamptz,
  sampled_at timestamptz not null,
  primary key (tenant_id, id)
);
create index parked_jobs_by_age on control.parked_jobs (created_at, id);
create index parked_jobs_by_attempts on control.parked_jobs (attempts, id);
create index parked_jobs_by_cell on control.parked_jobs (cell_id);
call control.tenant_wall('parked_jobs', 'select');
grant select, insert, update, delete on control.parked_jobs to ops_control;

-- An operator wants a parked job tried again, or never again. `gone`: it was no longer parked when the cell was reached.
create table control.job_orders (
  tenant_id uuid not null,
  id uuid not null,
  job_id uuid not null,
  -- `control`, or a cell's id.
  place text not null,
  kind text not null,
  act text not null check (act in ('retry', 'drop')),
  state text not null default 'asked' check (state in ('asked', 'done', 'gone')),
  asked_by_name text not null,
  asked_at timestamptz not null,
  ended_at timestamptz,
  primary key (tenant_id, id),
  constraint job_orders_ended check ((state = 'asked') = (ended_at is null))
);
create unique index job_orders_under_way on control.job_orders (tenant_id, job_id) where state = 'asked';
create index job_orders_by_job on control.job_orders (tenant_id, job_id, asked_at);
create index job_orders_to_do on control.job_orders (place) where state = 'asked';
call control.tenant_wall('job_orders', 'select');
grant select, insert on control.job_orders to ops_control;
grant update (state, ended_at) on control.job_orders to ops_control;
create policy console_orders on control.jobs for insert to ops_control
  with check (runner = 'console' and kind = 'instances.carry_out_job_order');

-- Tries a parked job of control again, or never again; false when it is not parked any more.
create function control.settle_parked(tenant uuid, job uuid, act text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.jobs j set state = case act when 'retry' then 'ready' else 'done' end,
    attempts = case act when 'retry' then 0 else j.attempts end, run_at = now(),
    done_at = case act when 'drop' then now() end
  where j.tenant_id = tenant and j.id = job and j.state = 'parked' and act in ('retry', 'drop');
  return found;
end $$;
grant select, update on control.jobs to identity_definer;
call control.definer('control.settle_parked(uuid, uuid, text)', 'identity_definer');
grant execute on function control.settle_parked(uuid, uuid, text) to ops_control;
