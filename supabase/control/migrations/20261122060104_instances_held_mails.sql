-- The queue of mails that wait for an operator. The cell holds the mail itself; here stand its id, since when, and the
-- fragment that holds it: no customer, no amount, no other word of it.

create table control.held_mails (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  -- The sending's id in the cell.
  id uuid not null,
  held_at timestamptz not null,
  -- [{kind: link | iban | abuse, fragment}]
  reasons jsonb not null,
  decision text check (decision in ('released', 'refused')),
  decided_at timestamptz,
  decision_reason text,
  primary key (tenant_id, id),
  constraint held_mails_decided_whole check (
    (decision is null) = (decided_at is null) and (decision is null) = (decision_reason is null))
);
create index held_mails_waiting on control.held_mails (held_at, id) where decision is null;
call control.tenant_wall('held_mails', 'select');
grant insert (tenant_id, id, held_at, reasons) on control.held_mails to app_user;
grant select, update on control.held_mails to ops_control;

-- The console asks the product for what the product does: it never enters a dossier itself.
create policy console_asks on control.jobs for insert to ops_control with check (runner = 'product');
grant insert on control.jobs to ops_control;
