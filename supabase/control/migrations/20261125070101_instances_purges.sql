-- Erasing a whole dossier once the days after its closing are over: one operator asks, another approves, a procedure
-- carries it out. What was asked, decided and erased stays written: it is the proof.

create table control.purges (
  tenant_id uuid not null references control.instances (tenant_id),
  -- The id of the warrant in the cell.
  id uuid not null,
  state text not null default 'asked' check (state in ('asked', 'approved', 'done', 'dropped')),
  reason text not null,
  asked_by uuid not null references control.operators (id),
  asked_by_name text not null,
  asked_at timestamptz not null,
  decided_by uuid references control.operators (id),
  decided_by_name text,
  decided_at timestamptz,
  -- Counts, bytes, head of the chain, as they were when nobody could write any more.
  proof jsonb,
  ended_at timestamptz,
  primary key (tenant_id, id),
  constraint purges_decided check (state = 'asked' or decided_by is not null),
  constraint purges_two_operators check (state not in ('approved', 'done') or decided_by <> asked_by),
  constraint purges_proved check ((state = 'done') = (proof is not null))
);
create unique index purges_under_way on control.purges (tenant_id) where state in ('asked', 'approved');
call control.tenant_wall('purges', 'select');
grant select, update on control.purges to identity_definer;
grant select on control.purges to ops_control;
grant insert (tenant_id, id, reason, asked_by, asked_by_name, asked_at) on control.purges to ops_control;

-- The second operator's word, while the dossier may be erased; whoever asked may take it back. False: refused.
create function control.decide_purge(
  tenant uuid, purge uuid, operator uuid, called text, approves boolean, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.purges p set state = case when approves then 'approved' else 'dropped' end,
      decided_by = operator, decided_by_name = called, decided_at = at,
      ended_at = case when approves then null else at end
    where p.tenant_id = tenant and p.id = purge and p.state = 'asked' and not (approves and p.asked_by = operator)
      and exists (select 1 from control.operators o where o.id = operator and o.disabled_at is null)
      and (not approves or exists (select 1 from control.instances i
        where i.tenant_id = tenant and i.state = 'closed' and i.erase_after <= at));
  return found;
end $$;
call control.definer('control.decide_purge(uuid, uuid, uuid, text, boolean, timestamptz)', 'identity_definer');
grant execute on function control.decide_purge(uuid, uuid, uuid, text, boolean, timestamptz) to ops_control;

-- The deciding write: from here on the dossier opens to nobody. None unless two operators agreed on it.
create function control.erase_instance(tenant uuid, purge uuid, change uuid, called text, at timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not exists (select 1 from control.purges p
    where p.tenant_id = tenant and p.id = purge and p.state = 'approved') then
    return null;
  end if;
  return control.apply_state(tenant, change, 'erase', 'program', null, called, 'Mandat ' || purge, at, null, null);
end $$;
call control.definer('control.erase_instance(uuid, uuid, uuid, text, timestamptz)', 'identity_definer');
grant execute on function control.erase_instance(uuid, uuid, uuid, text, timestamptz) to ops_control;

-- What control knew of the people and the company of an erased dossier goes too; then the proof is written. True once.
-- The public id stays taken. What operators did, the states and the proofs stay: they name operators alone.
create function control.finish_purge(tenant uuid, purge uuid, shown jsonb, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  gone text;
begin
  update control.purges p set state = 'done', proof = shown, ended_at = at
    where p.tenant_id = tenant and p.id = purge and p.state = 'approved'
      and exists (select 1 from control.instances i where i.tenant_id = tenant and i.state = 'erased');
  if not found then return false; end if;
  foreach gone in array array['pass_sessions', 'passes', 'sso_attempts', 'sso_subjects', 'sso_connections',
    'anchor_choices', 'password_policies', 'dossier_security', 'invitations', 'recovery_notices', 'recoveries',
    'memberships', 'entered_dossiers', 'profiles', 'access_acts', 'held_mails', 'abuse_reports', 'life_notices',
    'instance_figures']
  loop
    execute format('delete from control.%I where tenant_id = $1', gone) using tenant;
  end loop;
  update control.instances i set company_name = 'Dossier effacé', search = '', slug = 'efface-' || i.public_id,
      confirmed_siret = null, siret_confirmed_at = null, siret_confirmed_by = null, plan = null, modules_off = '{}'
    where i.tenant_id = tenant;
  return true;
end $$;
call control.definer('control.finish_purge(uuid, uuid, jsonb, timestamptz)', 'identity_definer');
grant execute on function control.finish_purge(uuid, uuid, jsonb, timestamptz) to ops_control;
do $$
declare
  gone text;
begin
  foreach gone in array array['pass_sessions', 'passes', 'sso_attempts', 'sso_subjects', 'sso_connections',
    'anchor_choices', 'password_policies', 'dossier_security', 'invitations', 'recovery_notices', 'recoveries',
    'memberships', 'entered_dossiers', 'profiles', 'access_acts', 'held_mails', 'abuse_reports', 'life_notices',
    'instance_figures']
  loop
    execute format('grant select, delete on control.%I to identity_definer', gone);
  end loop;
end $$;
