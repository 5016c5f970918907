-- A dossier closed to be kept: once its cooling-off is over its sealed archive stands alone, under a key of its own, for
-- ten years, and its rows and files leave their cell. The state `kept` says so; at the end archive and key go.

alter table control.instances
  drop constraint instances_state_check,
  add constraint instances_state_check
    check (state in ('provisioning', 'trial', 'active', 'suspended', 'closed', 'kept', 'erased', 'copy'));

-- What is kept of a dossier: facts and digests of its archive, and the key that opens it. Of one that was destroyed the
-- facts stay, as proof; the key does not.
create table control.kept_archives (
  tenant_id uuid not null references control.instances (tenant_id),
  id uuid not null,
  -- written: the objects are being made; verified: read back whole; kept: nothing of the dossier is left elsewhere.
  state text not null default 'written' check (state in ('written', 'verified', 'kept', 'destroyed')),
  -- Its id among the archives of the dossier, that is no more.
  archive_id uuid not null,
  from_on date not null,
  to_on date not null,
  -- The ZIP: length, SHA-256 of it and of its manifest, and where it is cut: [{bytes, sha256, sealedSha256}].
  bytes bigint not null check (bytes > 0),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  manifest_sha256 text not null check (manifest_sha256 ~ '^[0-9a-f]{64}$'),
  parts jsonb not null,
  -- The sealed log up to where it is archived: {id, seq, hash}.
  chain jsonb not null,
  wrapped_key bytea,
  -- Who agreed beside whoever closed, where that was no owner.
  seconded_by uuid references control.operators (id),
  keep_until timestamptz not null,
  written_at timestamptz not null,
  verified_at timestamptz,
  kept_at timestamptz,
  -- Counted when the rows and files left their cell.
  proof jsonb,
  destroyed_at timestamptz,
  primary key (tenant_id, id),
  constraint kept_archives_key check ((state = 'destroyed') = (wrapped_key is null)),
  constraint kept_archives_verified check (state = 'written' or (sha256 is not null and verified_at is not null)),
  constraint kept_archives_proved check (state not in ('kept') or (proof is not null and kept_at is not null))
);
create unique index kept_archives_one on control.kept_archives (tenant_id) where state <> 'destroyed';
call control.tenant_wall('kept_archives', 'select');
grant select, update, delete on control.kept_archives to identity_definer;
grant select on control.kept_archives to ops_control;
grant insert (tenant_id, id, archive_id, from_on, to_on, bytes, manifest_sha256, parts, chain, wrapped_key, seconded_by,
  keep_until, written_at) on control.kept_archives to ops_control;

-- The table of states, row for row the one of lib/instances/life/transitions.ts. None: refused.
create or replace function control.next_state(present_state text, wanted text, asking text, back_to text) returns text
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
    ('keep', 'closed', 'kept', array['program']),
    ('erase', 'closed', 'erased', array['program']),
    ('erase', 'kept', 'erased', array['program'])
  ) t (act, was, becomes, askers)
  where t.act = wanted and t.was = present_state and asking = any (t.askers)
    and (wanted not in ('reactivate', 'reopen') or t.becomes = back_to)
$$;

-- As before, and: what is over is judged by this database's clock as well as by the program's, so that neither a program
-- that is late lets somebody back in, nor one that is early keeps or erases.
create or replace function control.apply_state(
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
      if coalesce(old.reopen_until <= greatest(at, now()), true)
        or (asking = 'owner' and old.closed_by is distinct from 'owner') then
        return null;
      end if;
    when 'keep' then
      if old.ending is distinct from 'keep' or coalesce(old.reopen_until > least(at, now()), true) then
        return null;
      end if;
    when 'erase' then
      if coalesce(old.erase_after > least(at, now()), true) then return null; end if;
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

-- The copy was read back: digests of the objects, and of the ZIP that they hold. True once.
create function control.verify_kept(tenant uuid, kept uuid, shown jsonb, digest text, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.kept_archives k set state = 'verified', parts = shown, sha256 = digest, verified_at = at
    where k.tenant_id = tenant and k.id = kept and k.state = 'written';
  return found;
end $$;
call control.definer('control.verify_kept(uuid, uuid, jsonb, text, timestamptz)', 'identity_definer');
grant execute on function control.verify_kept(uuid, uuid, jsonb, text, timestamptz) to ops_control;

-- A copy that came to nothing goes with its key, as long as the dossier does not live by it. True once.
create function control.drop_kept(tenant uuid, kept uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from control.kept_archives k where k.tenant_id = tenant and k.id = kept and k.state in ('written', 'verified')
    and not exists (select 1 from control.instances i where i.tenant_id = tenant and i.state in ('kept', 'erased'));
  return found;
end $$;
call control.definer('control.drop_kept(uuid, uuid)', 'identity_definer');
grant execute on function control.drop_kept(uuid, uuid) to ops_control;

-- The deciding write: from here on the dossier is its archive. None unless that was read back, and unless two hands stand
-- behind it: an owner's own written choice, or whoever closed and another operator.
create function control.keep_instance(tenant uuid, kept uuid, change uuid, called text, at timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  copy control.kept_archives;
  becomes text;
begin
  select * into copy from control.kept_archives k where k.tenant_id = tenant and k.id = kept and k.state = 'verified'
    for update;
  if not found then return null; end if;
  if not exists (select 1 from control.instances i where i.tenant_id = tenant and (i.closed_by = 'owner'
    or exists (select 1 from control.operators o where o.id = copy.seconded_by and o.id is distinct from (
      select c.asker_id from control.state_changes c where c.tenant_id = tenant and c.act = 'close'
      order by c.at desc, c.id desc limit 1)))) then
    return null;
  end if;
  becomes := control.apply_state(
    tenant, change, 'keep', 'program', null, called, 'Archive ' || copy.archive_id, at, null, null);
  if becomes is null then return null; end if;
  update control.instances i set erase_after = copy.keep_until where i.tenant_id = tenant;
  return becomes;
end $$;
call control.definer('control.keep_instance(uuid, uuid, uuid, text, timestamptz)', 'identity_definer');
grant execute on function control.keep_instance(uuid, uuid, uuid, text, timestamptz) to ops_control;

-- Rows and files are gone: their proof is written, and what opened the dossier to guests and newcomers goes. True once.
create function control.finish_keeping(tenant uuid, kept uuid, shown jsonb, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  gone text;
begin
  update control.kept_archives k set state = 'kept', proof = shown, kept_at = at
    where k.tenant_id = tenant and k.id = kept and k.state = 'verified'
      and exists (select 1 from control.instances i where i.tenant_id = tenant and i.state = 'kept');
  if not found then return false; end if;
  foreach gone in array array['pass_sessions', 'passes', 'invitations', 'held_mails', 'abuse_reports',
    'instance_figures', 'access_acts']
  loop
    execute format('delete from control.%I where tenant_id = $1', gone) using tenant;
  end loop;
  -- What it weighs from now on.
  update control.instances i set bytes = k.bytes from control.kept_archives k
    where i.tenant_id = tenant and k.tenant_id = tenant and k.id = kept;
  return true;
end $$;
call control.definer('control.finish_keeping(uuid, uuid, jsonb, timestamptz)', 'identity_definer');
grant execute on function control.finish_keeping(uuid, uuid, jsonb, timestamptz) to ops_control;

-- The end of a kept dossier, on the word of two operators: state and key go in one transaction, and from then on nobody
-- can read the archive, whatever is left of its objects. None unless the erasure was approved.
create function control.destroy_kept(tenant uuid, purge uuid, change uuid, called text, at timestamptz) returns text
language plpgsql volatile security definer set search_path = '' as $$
declare
  becomes text;
begin
  becomes := control.erase_instance(tenant, purge, change, called, at);
  if becomes is null then return null; end if;
  update control.kept_archives k set state = 'destroyed', wrapped_key = null, destroyed_at = at
    where k.tenant_id = tenant and k.state <> 'destroyed';
  return becomes;
end $$;
call control.definer('control.destroy_kept(uuid, uuid, uuid, text, timestamptz)', 'identity_definer');
grant execute on function control.destroy_kept(uuid, uuid, uuid, text, timestamptz) to ops_control;
grant execute on function control.erase_instance(uuid, uuid, uuid, text, timestamptz) to identity_definer;
grant execute on function control.apply_state(
  uuid, uuid, text, text, uuid, text, text, timestamptz, text, text) to identity_definer;

-- An erasure that the program has prepared waits for an operator who asks for it; another decides.
alter table control.purges
  drop constraint purges_state_check,
  add constraint purges_state_check check (state in ('prepared', 'asked', 'approved', 'done', 'dropped')),
  alter column asked_by drop not null,
  drop constraint purges_decided,
  add constraint purges_asked check (state in ('prepared', 'dropped') or asked_by is not null),
  add constraint purges_decided check (state in ('prepared', 'asked') or decided_by is not null),
  drop constraint purges_two_operators,
  add constraint purges_two_operators check (state not in ('approved', 'done') or decided_by <> asked_by);
drop index control.purges_under_way;
create unique index purges_under_way on control.purges (tenant_id) where state in ('prepared', 'asked', 'approved');

-- True where a dossier may be erased by this database's clock.
create function control.purge_is_due(tenant uuid) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from control.instances i
    where i.tenant_id = tenant and i.state in ('closed', 'kept') and i.erase_after <= now())
$$;
call control.definer('control.purge_is_due(uuid)', 'identity_definer');
grant execute on function control.purge_is_due(uuid) to ops_control, identity_definer;

-- Prepares the erasure of a kept dossier whose years are over; none where one is prepared or under way.
create function control.prepare_purge(tenant uuid, purge uuid, why text, called text, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not control.purge_is_due(tenant) then return false; end if;
  insert into control.purges (tenant_id, id, state, reason, asked_by_name, asked_at)
    values (tenant, purge, 'prepared', why, called, at)
    on conflict (tenant_id) where state in ('prepared', 'asked', 'approved') do nothing;
  return found;
end $$;
grant insert on control.purges to identity_definer;
call control.definer('control.prepare_purge(uuid, uuid, text, text, timestamptz)', 'identity_definer');
grant execute on function control.prepare_purge(uuid, uuid, text, text, timestamptz) to ops_control;

-- The first operator's word on what was prepared; its id where he takes it up.
create function control.adopt_purge(tenant uuid, operator uuid, called text, why text, at timestamptz) returns uuid
language plpgsql volatile security definer set search_path = '' as $$
declare
  taken uuid;
begin
  update control.purges p set state = 'asked', asked_by = operator, asked_by_name = called, reason = why, asked_at = at
    where p.tenant_id = tenant and p.state = 'prepared' and control.purge_is_due(tenant)
      and exists (select 1 from control.operators o where o.id = operator and o.disabled_at is null)
    returning p.id into taken;
  return taken;
end $$;
call control.definer('control.adopt_purge(uuid, uuid, text, text, timestamptz)', 'identity_definer');
grant execute on function control.adopt_purge(uuid, uuid, text, text, timestamptz) to ops_control;

create or replace function control.decide_purge(
  tenant uuid, purge uuid, operator uuid, called text, approves boolean, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.purges p set state = case when approves then 'approved' else 'dropped' end,
      decided_by = operator, decided_by_name = called, decided_at = at,
      ended_at = case when approves then null else at end
    where p.tenant_id = tenant and p.id = purge
      and (p.state = 'asked' or (p.state = 'prepared' and not approves)) and not (approves and p.asked_by = operator)
      and exists (select 1 from control.operators o where o.id = operator and o.disabled_at is null)
      and (not approves or (control.purge_is_due(tenant) and exists (select 1 from control.instances i
        where i.tenant_id = tenant and i.erase_after <= at)));
  return found;
end $$;

-- A link of a kept dossier leads to nothing any more.
create or replace function control.instance_by_public_id(public text) returns table (
  tenant_id uuid, slug text, cell_id text, epoch integer, state text, trial_ends_on date, time_zone text)
language sql stable security definer set search_path = '' as $$
  select i.tenant_id, i.slug, i.cell_id, i.epoch, i.state, i.trial_ends_on, i.time_zone from control.instances i
  where i.public_id = public and i.state not in ('provisioning', 'kept', 'erased')
$$;

-- A kept dossier takes no place in a cell.
create or replace function control.count_comers() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.cell_counts c set dossiers = c.dossiers + moved.n
  from (select m.cell_id, case tg_op when 'INSERT' then count(*) else -count(*) end as n
    from moved_rows m where m.state not in ('kept', 'erased') group by m.cell_id) moved
  where c.cell_id = moved.cell_id;
  return null;
end $$;
create or replace function control.count_mover() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  change record;
begin
  for change in
    select v.cell_id, sum(v.n)::integer as n
    from (values (old.cell_id, case when old.state in ('kept', 'erased') then 0 else -1 end),
      (new.cell_id, case when new.state in ('kept', 'erased') then 0 else 1 end)) v (cell_id, n)
    group by v.cell_id having sum(v.n) <> 0 order by v.cell_id
  loop
    update control.cell_counts c set dossiers = c.dossiers + change.n where c.cell_id = change.cell_id;
  end loop;
  return null;
end $$;
drop trigger cell_counts_moved on control.instances;
create trigger cell_counts_moved after update of cell_id, state on control.instances for each row
  when (old.cell_id is distinct from new.cell_id
    or (old.state in ('kept', 'erased')) is distinct from (new.state in ('kept', 'erased')))
  execute function control.count_mover();
create or replace function control.recount_cells() returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  mended integer;
begin
  perform 1 from control.cell_counts c order by c.cell_id for update;
  update control.cell_counts c set dossiers = held.n
  from (select k.id, count(i.tenant_id)::integer as n from control.cells k
    left join control.instances i on i.cell_id = k.id and i.state not in ('kept', 'erased') group by k.id) held
  where c.cell_id = held.id and c.dossiers <> held.n;
  get diagnostics mended = row_count;
  return mended;
end $$;

-- Whoever leaves for good is held by no dossier that is kept, as by none that is closed.
create or replace function control.my_last_posts(administrator text) returns table (
  slug text, company_name text, state text, trial_ends_on date, time_zone text, is_administrator boolean,
  only_owner boolean, only_administrator boolean, others integer)
language sql stable security definer set search_path = '' as $$
  with posts as (
    select i.tenant_id, i.slug, i.company_name, i.state, i.trial_ends_on, i.time_zone,
      m.profile = administrator as is_administrator,
      m.is_owner and not exists (select 1 from control.memberships o
        where o.tenant_id = m.tenant_id and o.person_id <> m.person_id and o.is_owner) as only_owner,
      m.profile = administrator and not exists (select 1 from control.memberships o
        where o.tenant_id = m.tenant_id and o.person_id <> m.person_id and o.profile = administrator) as only_administrator,
      (select count(*)::integer from control.memberships o
        where o.tenant_id = m.tenant_id and o.person_id <> m.person_id) as others
    from control.memberships m join control.instances i on i.tenant_id = m.tenant_id
    where m.person_id = control.app_person_id() and i.state not in ('closed', 'kept', 'erased', 'copy')
  )
  select p.slug, p.company_name, p.state, p.trial_ends_on, p.time_zone, p.is_administrator,
    p.only_owner, p.only_administrator, p.others
  from posts p where p.only_owner or p.only_administrator order by p.company_name, p.tenant_id
$$;
