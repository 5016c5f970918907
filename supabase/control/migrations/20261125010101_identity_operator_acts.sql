-- What operators did, whatever it was about, with why: a log to which the console adds and which nobody changes.

create table control.operator_acts (
  id uuid primary key,
  at timestamptz not null,
  -- Null for the program itself, at its start or at the terminal.
  operator_id uuid references control.operators (id),
  -- The name then: operators are few, and their acts are read long after.
  operator text not null,
  act text not null,
  -- What it was about: a dossier, a cell, an operator; ids of ours, never a person's address.
  subject_kind text not null,
  subject_id text not null,
  -- The dossier concerned, where there is one. No foreign key: the log outlives the directory's row.
  instance_id uuid,
  reason text not null,
  constraint operator_acts_act_form check (act ~ '^[a-z][a-z_]{0,59}$'),
  constraint operator_acts_reason_length check (char_length(reason) between 1 and 1000)
);
create index operator_acts_by_age on control.operator_acts (at desc, id desc);
create index operator_acts_by_operator on control.operator_acts (operator_id, at desc, id desc);
create index operator_acts_by_instance on control.operator_acts (instance_id, at desc, id desc);
create index operator_acts_by_act on control.operator_acts (act, at desc, id desc);

alter table control.operator_acts enable row level security;
alter table control.operator_acts force row level security;
create policy console on control.operator_acts for select to ops_control using (true);
create policy console_adds on control.operator_acts for insert to ops_control with check (true);
grant select, insert on control.operator_acts to ops_control;

-- Who held a privilege would still be refused: the tables' owner itself.
create function control.refuse_act_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception using errcode = 'PF010', message = 'operators'' acts are added to and never changed';
end $$;
revoke all on function control.refuse_act_change() from public;
create trigger sealed_row before update or delete on control.operator_acts
  for each row execute function control.refuse_act_change();
create trigger sealed_table before truncate on control.operator_acts
  for each statement execute function control.refuse_act_change();

-- The dossier's own list of acts: the program itself may act too, and nothing written there is changed.
alter table control.instance_acts alter column operator_id drop not null;
create trigger sealed_row before update on control.instance_acts
  for each row execute function control.refuse_act_change();
create trigger sealed_table before truncate on control.instance_acts
  for each statement execute function control.refuse_act_change();
