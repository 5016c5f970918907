-- Long work of the console: procedures that its own job advances by turns of seconds, and the log of their steps.

alter table control.procedures
  add column runner text not null default 'product' check (runner in ('product', 'console')),
  -- Raised by each turn: a turn that has lost its lease writes nothing any more.
  add column turn integer not null default 0,
  -- A turn is under way until then, unless it has ended before; pushed on by each of its slices.
  add column busy_until timestamptz,
  -- Two exclusive ones of a dossier never run side by side: a move and an erasure, two moves.
  add column is_exclusive boolean not null default false,
  -- Counts and bytes, for whoever watches.
  add column progress jsonb not null default '{}',
  add column not_before timestamptz;
create unique index procedures_one_at_a_time on control.procedures (tenant_id)
  where is_exclusive and state in ('running', 'abandoning');

-- The product begins and advances its own procedures; those of the console are out of its reach.
create policy product_begins on control.procedures as restrictive for insert to app_user
  with check (runner = 'product' and not is_exclusive);
create policy product_advances on control.procedures as restrictive for update to app_user
  using (runner = 'product') with check (runner = 'product' and not is_exclusive);
grant insert on control.procedures to ops_control;

create table control.procedure_log (
  tenant_id uuid not null,
  procedure_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  step text not null check (step ~ '^[a-z][a-z_]{0,39}$'),
  event text not null check (event in ('begun', 'done', 'waiting', 'failed', 'cancelled', 'undone', 'ended', 'given_up')),
  -- A code or an SQLSTATE, never a message.
  reason text check (length(reason) between 1 and 80),
  figures jsonb not null,
  primary key (tenant_id, procedure_id, id),
  foreign key (tenant_id, procedure_id) references control.procedures (tenant_id, id)
);
call control.tenant_wall('procedure_log', 'select');
grant select, insert on control.procedure_log to ops_control;

create policy console_advances on control.jobs for insert to ops_control
  with check (runner = 'console' and kind = 'instances.advance_console_procedure');
