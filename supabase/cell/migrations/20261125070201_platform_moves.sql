-- What a move needs of a cell: a state that lets nobody write for the seconds of the switch, a queue that can be held,
-- and a journal of the keys that change while somebody follows the dossier.

alter table cell.dossiers drop constraint dossiers_state_check;
alter table cell.dossiers add constraint dossiers_state_check
  check (state in ('open', 'read_only', 'moving', 'moved', 'copy'));
-- Changed under the exclusive fence alone: every writer that enters later knows that it is followed.
alter table cell.dossiers add column followed boolean not null default false;
-- The queue claims nothing of this dossier: its jobs are about to travel.
alter table cell.dossiers add column queue_held boolean not null default false;
grant select (queue_held) on cell.dossiers to app_queue, ops_queue;

create or replace function cell.app_enter(tenant uuid, person uuid, mode text, known_epoch integer) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  found_state text;
  found_epoch integer;
  found_revision bigint;
  found_followed boolean;
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
  select d.state, d.epoch, d.revision, d.followed into found_state, found_epoch, found_revision, found_followed
    from cell.dossiers d where d.tenant_id = tenant;
  if found_state is null or found_state = 'moved' or found_epoch <> known_epoch then
    raise exception 'dossier moved' using errcode = 'PF001';
  end if;
  if mode = 'write' then
    if found_state = 'moving' then
      raise exception 'dossier locked' using errcode = 'PF002';
    end if;
    if found_state <> 'open' then
      raise exception 'dossier read only' using errcode = 'PF003';
    end if;
    if found_followed then
      perform set_config('app.followed', 'on', true);
    end if;
  end if;
  return found_revision;
end $$;

-- Keys of the rows that changed while the dossier was followed, each with the transaction that changed it. A list of
-- keys and no replay: who follows reads the row as it stands, or finds it gone.
create table cell.journal (
  tenant_id uuid not null,
  xid xid8 not null default pg_current_xact_id(),
  id uuid not null default gen_random_uuid(),
  table_name text not null,
  key jsonb not null,
  primary key (tenant_id, xid, id)
);
call cell.wall('journal', 'insert');

create function cell.journal_changes() returns trigger
language plpgsql set search_path = '' as $$
begin
  execute format('insert into cell.journal (tenant_id, table_name, key)
    select distinct tenant_id, %L, jsonb_build_array(%s) from changed', tg_table_name, tg_argv[0]);
  return null;
end $$;
grant execute on function cell.journal_changes() to app_user;

-- One trigger a statement and event: where nobody follows, its condition is one look at a setting.
create procedure cell.journaled(table_name text)
language plpgsql set search_path = '' as $$
declare
  key text;
begin
  select coalesce(string_agg(format('%I::text', a.attname), ', ' order by k.place), '') into key
    from pg_catalog.pg_constraint c
      cross join lateral unnest(c.conkey) with ordinality k(attnum, place)
      join pg_catalog.pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.attnum
    where c.conrelid = format('cell.%I', table_name)::regclass and c.contype = 'p' and a.attname <> 'tenant_id';
  execute format('create trigger journal_insert after insert on cell.%I referencing new table as changed
    for each statement when (current_setting(''app.followed'', true) = ''on'')
    execute function cell.journal_changes(%L)', table_name, key);
  execute format('create trigger journal_update after update on cell.%I referencing new table as changed
    for each statement when (current_setting(''app.followed'', true) = ''on'')
    execute function cell.journal_changes(%L)', table_name, key);
  execute format('create trigger journal_delete after delete on cell.%I referencing old table as changed
    for each statement when (current_setting(''app.followed'', true) = ''on'')
    execute function cell.journal_changes(%L)', table_name, key);
end $$;

do $$
declare
  name text;
begin
  for name in
    select c.relname from pg_catalog.pg_class c
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where c.relnamespace = 'cell'::regnamespace and c.relkind = 'r'
      and c.relname not in ('dossiers', 'purge_warrants', 'jobs', 'journal')
    order by 1
  loop
    call cell.journaled(name);
  end loop;
end $$;

-- A dossier that has left, or whose copy is not opened yet, is anchored where it lives.
create or replace function cell.chain_heads() returns table (tenant_id uuid, chain_id uuid, head_seq bigint, head_hash bytea)
language sql stable security definer set search_path = '' as $$
  select c.tenant_id, c.chain_id, c.head_seq, c.head_hash from cell.chains c
  where not exists (select from cell.dossiers d where d.tenant_id = c.tenant_id and d.state in ('moved', 'copy'))
$$;
