-- The life of a dossier: which state may follow which, and who may ask for it. The directory's state is changed by the
-- functions below alone; each change leaves a line that nobody can edit.

alter table control.instances
  -- Since when it is in its present state; none: since it was opened.
  add column state_since timestamptz,
  -- What a suspended dossier, and a closed one, was before and would be again.
  add column suspended_from text check (suspended_from in ('trial', 'active')),
  add column closed_from text check (closed_from in ('trial', 'active', 'suspended')),
  add column closed_by text check (closed_by in ('owner', 'operator', 'program')),
  -- erase: everything goes once the days are over; keep: it stays, closed, for ten years.
  add column ending text check (ending in ('erase', 'keep')),
  -- The cooling-off: until then a closed dossier may be opened again.
  add column reopen_until timestamptz,
  -- From then on the operators may erase it.
  add column erase_after timestamptz,
  -- Digest of the archive that the owner took with him before he asked for everything to go.
  add column taken_archive text check (taken_archive ~ '^[0-9a-f]{64}$');

create table control.state_changes (
  tenant_id uuid not null references control.instances (tenant_id),
  id uuid not null,
  at timestamptz not null,
  act text not null,
  from_state text not null,
  to_state text not null,
  asked_by text not null check (asked_by in ('operator', 'owner', 'program')),
  -- The operator or the person; none for the program.
  asker_id uuid,
  asker text not null,
  reason text not null,
  primary key (tenant_id, id)
);
call control.tenant_wall('state_changes', 'select');
grant select, insert on control.state_changes to identity_definer;
grant select on control.state_changes to ops_control;

create function control.refuse_history_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'history: % of %', lower(tg_op), tg_table_name using errcode = 'PF010';
end $$;
create trigger history_rows before update or delete on control.state_changes
  for each row execute function control.refuse_history_change();
create trigger history_table before truncate on control.state_changes
  for each statement execute function control.refuse_history_change();

-- The table of states, row for row the one of lib/instances/life/transitions.ts. None: refused.
create function control.next_state(present_state text, wanted text, asking text, back_to text) returns text
language sql immutable set search_path = '' as $$
  select t.becomes from (values
    ('activate', 'trial', 'active', array['operator']),
    ('suspend', 'trial', 'suspended', array['operator']),
    ('suspend', 'active', 'suspended', array['operator']),
    ('reactivate', 'suspended', 'trial', array['operator']),
    ('reactivate', 'suspended', 'active', array['operator']),
    ('close', 'trial', 'closed', array['operator', 'owner', 'program']),
    ('close', 'active', 'closed', array['operator', 'owner']),
    ('close', 'suspended', 'closed', array['operator', 'owner']),
    ('reopen', 'closed', 'trial', array['operator', 'owner']),
    ('reopen', 'closed', 'active', array['operator', 'owner']),
    ('reopen', 'closed', 'suspended', array['operator', 'owner']),
    ('erase', 'closed', 'erased', array['program'])
  ) t (act, was, becomes, askers)
  where t.act = wanted and t.was = present_state and asking = any (t.askers)
    and (wanted not in ('reactivate', 'reopen') or t.becomes = back_to)
$$;
grant execute on function control.next_state(text, text, text, text) to identity_definer;

-- Changes the state and writes the line. None where the table, the cooling-off or the ending refuse. Called by the three
-- functions that say who asks, and by nobody else.
create function control.apply_state(
  tenant uuid, change uuid, wanted text, asking text, who uuid, called text, why text, at timestamptz,
  chosen text, archive text) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  old control.instances;
  becomes text;
begin
  select * into old from control.instances i where i.tenant_id = tenant for update;
  if not found then return null; end if;
  becomes := control.next_state(old.state, wanted, asking,
    case wanted when 'reactivate' then old.suspended_from when 'reopen' then old.closed_from end);
  if becomes is null then return null; end if;
  case wanted
    when 'close' then
      if chosen is null or (asking = 'owner' and chosen = 'erase' and archive is null) then return null; end if;
    when 'reopen' then
      if coalesce(old.reopen_until <= at, true) or (asking = 'owner' and old.closed_by is distinct from 'owner') then
        return null;
      end if;
    when 'erase' then
      if coalesce(old.erase_after > at, true) then return null; end if;
    else null;
  end case;
  update control.instances i set state = becomes, state_since = at,
      suspended_from = case wanted when 'suspend' then old.state when 'reactivate' then null else old.suspended_from end,
      closed_from = case wanted when 'close' then old.state when 'reopen' then null else old.closed_from end,
      closed_by = case wanted when 'close' then asking when 'reopen' then null else old.closed_by end,
      ending = case wanted when 'close' then chosen when 'reopen' then null else old.ending end,
      reopen_until = case wanted when 'close' then at + interval '30 days' when 'reopen' then null
        else old.reopen_until end,
      erase_after = case wanted when 'reopen' then null when 'close' then
        case chosen when 'erase' then at + interval '30 days' else at + interval '10 years' end else old.erase_after end,
      taken_archive = case wanted when 'close' then archive when 'reopen' then null else old.taken_archive end
    where i.tenant_id = tenant;
  insert into control.state_changes (tenant_id, id, at, act, from_state, to_state, asked_by, asker_id, asker, reason)
    values (tenant, change, at, wanted, old.state, becomes, asking, who, called, why);
  return becomes;
end $$;
call control.definer(
  'control.apply_state(uuid, uuid, text, text, uuid, text, text, timestamptz, text, text)', 'identity_definer');

create function control.change_state_as_operator(
  tenant uuid, change uuid, wanted text, operator uuid, called text, why text, at timestamptz, chosen text) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not exists (select 1 from control.operators o where o.id = operator and o.disabled_at is null) then
    return null;
  end if;
  return control.apply_state(tenant, change, wanted, 'operator', operator, called, why, at, chosen, null);
end $$;
call control.definer(
  'control.change_state_as_operator(uuid, uuid, text, uuid, text, text, timestamptz, text)', 'identity_definer');
grant execute on function control.change_state_as_operator(uuid, uuid, text, uuid, text, text, timestamptz, text)
  to ops_control;

-- The person in scope, in the dossier in scope; `owners_only` where he is no owner of it.
create function control.change_state_as_owner(
  change uuid, wanted text, called text, why text, at timestamptz, chosen text, archive text) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant uuid := control.app_tenant_id();
  person uuid := control.app_person_id();
begin
  if not exists (select 1 from control.memberships m
    where m.tenant_id = tenant and m.person_id = person and m.is_owner) then
    return 'owners_only';
  end if;
  return control.apply_state(tenant, change, wanted, 'owner', person, called, why, at, chosen, archive);
end $$;
call control.definer(
  'control.change_state_as_owner(uuid, text, text, text, timestamptz, text, text)', 'identity_definer');
grant execute on function control.change_state_as_owner(uuid, text, text, text, timestamptz, text, text) to app_user;

-- A trial that nobody activated for 90 days after its end, in the dossier in scope. One that was opened again is left
-- for 30 days.
create function control.close_unused_trial(change uuid, called text, why text, at timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant uuid := control.app_tenant_id();
begin
  if not exists (select 1 from control.instances i
    where i.tenant_id = tenant and i.state = 'trial' and i.trial_ends_on + 90 <= (at at time zone i.time_zone)::date
      and coalesce(i.state_since <= at - interval '30 days', true)) then
    return null;
  end if;
  return control.apply_state(tenant, change, 'close', 'program', null, called, why, at, 'erase', null);
end $$;
call control.definer('control.close_unused_trial(uuid, text, text, timestamptz)', 'identity_definer');
grant execute on function control.close_unused_trial(uuid, text, text, timestamptz) to app_user;

-- What each dossier was told of its own end, so that it is told once. `for_on`: the day that the warning is about.
create table control.life_notices (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  notice text not null,
  for_on date not null,
  at timestamptz not null,
  primary key (tenant_id, notice, for_on)
);
call control.tenant_wall('life_notices', 'select, insert');

-- Trials whose end is near or behind them: ids and dates, no name.
create function control.trials_to_warn(from_on date, until_on date) returns table (
  tenant_id uuid, trial_ends_on date, time_zone text, state_since timestamptz)
language sql stable security definer set search_path = '' as $$
  select i.tenant_id, i.trial_ends_on, i.time_zone, i.state_since from control.instances i
  where i.state = 'trial' and i.trial_ends_on between from_on and until_on
$$;
call control.definer('control.trials_to_warn(date, date)');
grant execute on function control.trials_to_warn(date, date) to app_queue;
create index instances_trials on control.instances (trial_ends_on) where state = 'trial';

-- Who is told of the life of the dossier in scope: its owners and administrators, each in his language.
create function control.governors(administrator text) returns table (person_id uuid, email text, language text)
language sql stable security definer set search_path = '' as $$
  select p.id, p.email, p.language from control.memberships m join control.people p on p.id = m.person_id
  where m.tenant_id = control.app_tenant_id() and (m.is_owner or m.profile = administrator)
$$;
call control.definer('control.governors(text)');
grant execute on function control.governors(text) to app_user, app_reader;
