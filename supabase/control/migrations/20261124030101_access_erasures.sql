-- Erasing contents past retention: one operator asks with a reason, another decides, then the purger carries it out in
-- the dossier's cell. What was asked, decided and done stays written here.

create table control.erasures (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  id uuid not null,
  -- asked, approved by another operator, done once the cell has erased.
  state text not null default 'asked' check (state in ('asked', 'approved', 'done', 'refused', 'cancelled')),
  reason text not null,
  -- Last day whose contents go, and the instant that follows it.
  until_on date not null,
  contents_before timestamptz not null,
  -- Contents that it reached when it was asked for; those that were erased.
  reaches bigint not null check (reaches > 0),
  erased bigint check (erased >= 0),
  asked_by uuid not null references control.operators (id),
  asked_by_name text not null,
  asked_at timestamptz not null,
  decided_by uuid references control.operators (id),
  decided_by_name text,
  decided_at timestamptz,
  ended_at timestamptz,
  -- Why it was refused or cancelled.
  end_reason text,
  primary key (tenant_id, id),
  constraint erasures_two_operators check (decided_by <> asked_by),
  constraint erasures_decided check (state in ('asked', 'cancelled') or decided_by is not null),
  constraint erasures_done check ((state = 'done') = (erased is not null)),
  -- Code de commerce, art. L123-22.
  constraint erasures_retention check (contents_before <= asked_at - interval '10 years')
);
-- One at a time for a dossier.
create unique index erasures_under_way on control.erasures (tenant_id) where state in ('asked', 'approved');
create index erasures_by_age on control.erasures (asked_at desc, id);
call control.tenant_wall('erasures', 'select');
grant select, update on control.erasures to identity_definer;
-- The console asks; a decision and an end are written by functions alone.
grant select on control.erasures to ops_control;
grant insert (tenant_id, id, reason, until_on, contents_before, reaches, asked_by, asked_by_name, asked_at)
  on control.erasures to ops_control;

-- The second operator's word. False unless it waits for one, of somebody else than who asked.
create function control.decide_erasure(
  tenant uuid, erasure uuid, operator uuid, called text, approves boolean, why text, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.erasures e set state = case when approves then 'approved' else 'refused' end,
      decided_by = operator, decided_by_name = called, decided_at = at,
      ended_at = case when approves then null else at end, end_reason = why
    where e.tenant_id = tenant and e.id = erasure and e.state = 'asked' and e.asked_by <> operator
      and exists (select 1 from control.operators o where o.id = operator and o.disabled_at is null);
  return found;
end $$;
call control.definer('control.decide_erasure(uuid, uuid, uuid, text, boolean, text, timestamptz)', 'identity_definer');
grant execute on function control.decide_erasure(uuid, uuid, uuid, text, boolean, text, timestamptz) to ops_control;

-- Taken back while nobody has decided: what was approved is being erased.
create function control.cancel_erasure(tenant uuid, erasure uuid, why text, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.erasures e set state = 'cancelled', ended_at = at, end_reason = why
    where e.tenant_id = tenant and e.id = erasure and e.state = 'asked';
  return found;
end $$;
call control.definer('control.cancel_erasure(uuid, uuid, text, timestamptz)', 'identity_definer');
grant execute on function control.cancel_erasure(uuid, uuid, text, timestamptz) to ops_control;

-- What was approved is done. True for one caller only.
create function control.finish_erasure(tenant uuid, erasure uuid, contents bigint, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.erasures e set state = 'done', erased = contents, ended_at = at
    where e.tenant_id = tenant and e.id = erasure and e.state = 'approved';
  return found;
end $$;
call control.definer('control.finish_erasure(uuid, uuid, bigint, timestamptz)', 'identity_definer');
grant execute on function control.finish_erasure(uuid, uuid, bigint, timestamptz) to ops_control;

-- The console carries it out itself: the one job that its pages ask of its own program.
create policy console_erases on control.jobs for insert to ops_control
  with check (runner = 'console' and kind = 'access.carry_out_erasure');
