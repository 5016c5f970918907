-- The scope of a transaction, the wall around each table, and the fence that a move closes.

create function cell.app_tenant_id() returns uuid
language sql stable set search_path = '' as $$
  select nullif(current_setting('app.tenant_id', true), '')::uuid
$$;
grant execute on function cell.app_tenant_id() to public;

create table cell.dossiers (
  tenant_id uuid primary key,
  public_id text not null,
  state text not null default 'open' check (state in ('open', 'read_only', 'moved', 'copy')),
  epoch integer not null default 1 check (epoch > 0),
  created_at timestamptz not null default now(),
  constraint dossiers_public_id_form check (public_id ~ '^[0-9a-hjkmnp-tv-z]{8}$')
);

create table cell.purge_warrants (
  tenant_id uuid not null,
  id uuid not null,
  reason text not null check (reason in ('moved', 'preview', 'scratch', 'never_activated', 'retention_ended')),
  granted_by text not null,
  seconded_by text,
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  -- Two operators, except for copies, which are nobody's only exemplar.
  constraint purge_warrants_two_operators check (reason in ('moved', 'preview', 'scratch') or seconded_by is not null)
);

create function cell.purge_allowed() returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select 1 from cell.purge_warrants w
    where w.tenant_id = (select cell.app_tenant_id()) and w.expires_at > now()
  )
$$;
grant execute on function cell.purge_allowed() to ops_purger;

-- Builds the wall of one tenant table: forced row security, one policy a role, and only the privileges named.
create procedure cell.wall(table_name text, app_privileges text default 'select, insert, update, delete')
language plpgsql set search_path = '' as $$
begin
  execute format('alter table cell.%I enable row level security', table_name);
  execute format('alter table cell.%I force row level security', table_name);
  execute format('create policy app on cell.%I to app_user, app_reader, ops_mover
    using (tenant_id = (select cell.app_tenant_id())) with check (tenant_id = (select cell.app_tenant_id()))', table_name);
  execute format('create policy definer on cell.%I for select to app_definer using (true)', table_name);
  execute format('create policy purge on cell.%I to ops_purger
    using (tenant_id = (select cell.app_tenant_id()) and (select cell.purge_allowed()))', table_name);
  execute format('grant %s on cell.%I to app_user', app_privileges, table_name);
  execute format('grant select on cell.%I to app_reader, app_definer', table_name);
  execute format('grant select, insert, update, delete on cell.%I to ops_mover', table_name);
  execute format('grant select, delete on cell.%I to ops_purger', table_name);
end $$;

call cell.wall('dossiers', 'select');
call cell.wall('purge_warrants', 'select');
-- Asking for a warrant must not need one; and the warrant outlives what it let be deleted, as its proof.
alter policy purge on cell.purge_warrants using (tenant_id = (select cell.app_tenant_id()));
revoke delete on cell.purge_warrants from ops_purger;

-- Opens a transaction: scope, fence, and the reasons not to go on. The state is read by a later statement than
-- the lock, in a volatile function, so that its snapshot is taken after a move that held the lock has committed.
create function cell.app_enter(tenant uuid, person uuid, mode text, known_epoch integer) returns void
language plpgsql volatile set search_path = '' as $$
declare
  found_state text;
  found_epoch integer;
begin
  perform set_config('app.tenant_id', tenant::text, true), set_config('app.person_id', coalesce(person::text, ''), true);
  if mode = 'write' then
    perform set_config('lock_timeout', '5s', true);
    begin
      perform pg_advisory_xact_lock_shared(cell.fence_key(tenant));
    exception when lock_not_available then
      raise exception 'dossier locked' using errcode = 'PF002';
    end;
    perform set_config('lock_timeout', '10s', true);
  end if;
  select d.state, d.epoch into found_state, found_epoch from cell.dossiers d where d.tenant_id = tenant;
  if found_state is null or found_state = 'moved' or found_epoch <> known_epoch then
    raise exception 'dossier moved' using errcode = 'PF001';
  end if;
  if mode = 'write' and found_state <> 'open' then
    raise exception 'dossier read only' using errcode = 'PF003';
  end if;
end $$;

create function cell.fence_key(tenant uuid) returns bigint
language sql immutable set search_path = '' as $$
  select hashtextextended(tenant::text, 4207)
$$;
grant execute on function cell.fence_key(uuid) to app_user, app_reader, ops_mover, ops_purger;
grant execute on function cell.app_enter(uuid, uuid, text, integer) to app_user, app_reader, ops_mover;
grant execute on function cell.purge_allowed() to ops_mover;

-- Closes the fence: waits for the writers that are inside, lets nobody in, and raises the epoch.
create function cell.fence_close(tenant uuid, next_state text) returns integer
language sql volatile set search_path = '' as $$
  select pg_advisory_xact_lock(cell.fence_key(tenant));
  update cell.dossiers set state = next_state, epoch = epoch + 1 where tenant_id = tenant returning epoch
$$;
grant execute on function cell.fence_close(uuid, text) to ops_mover;

-- Refuses what nobody may do to a sealed row. The purger deletes whole dossiers, under a warrant checked by policy.
create function cell.refuse_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' and current_user = 'ops_purger' then
    return old;
  end if;
  raise exception 'sealed: % of %', lower(tg_op), tg_table_name using errcode = 'PF010';
end $$;

-- Hands a function to the definer role, which may only read: everybody else must be granted the right to call it.
create procedure cell.definer(signature text)
language plpgsql set search_path = '' as $$
begin
  grant create on schema cell to app_definer;
  execute format('alter function %s owner to app_definer', signature);
  revoke create on schema cell from app_definer;
  execute format('revoke all on function %s from public', signature);
end $$;

-- Makes a table append-only for every role the programs can take.
create procedure cell.append_only(table_name text)
language plpgsql set search_path = '' as $$
begin
  execute format('create trigger sealed_rows before update or delete on cell.%I
    for each row execute function cell.refuse_change()', table_name);
  execute format('create trigger sealed_table before truncate on cell.%I
    for each statement execute function cell.refuse_change()', table_name);
end $$;
