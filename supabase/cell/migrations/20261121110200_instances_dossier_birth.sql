-- How a dossier comes into a cell: one row, written by one function, owned by a role that can do nothing else.

do $$
begin
  if not exists (select 1 from pg_roles where rolname = 'app_founder') then
    create role app_founder nologin noinherit;
  end if;
end $$;
grant app_founder to current_user;
grant usage on schema cell to app_founder;

create policy founder on cell.dossiers for insert to app_founder with check (state = 'open' and epoch = 1);
create policy founder_sees on cell.dossiers for select to app_founder using (true);
grant insert (tenant_id, public_id), select (tenant_id) on cell.dossiers to app_founder;

-- Adds the dossier; says nothing when it is there already. Taken by the queue's role, since a transaction of the
-- dossier itself cannot open before its row exists.
create function cell.found_dossier(tenant uuid, public text) returns void
language sql volatile security definer set search_path = '' as $$
  insert into cell.dossiers (tenant_id, public_id) values (tenant, public) on conflict (tenant_id) do nothing
$$;
grant create on schema cell to app_founder;
alter function cell.found_dossier(uuid, text) owner to app_founder;
revoke create on schema cell from app_founder;
revoke all on function cell.found_dossier(uuid, text) from public;
grant execute on function cell.found_dossier(uuid, text) to app_queue;

-- That a dossier has received what every dossier starts with (settings, sealed log): written in the same transaction,
-- so that a second run of the step gives nothing twice.
create table cell.dossier_births (
  tenant_id uuid primary key references cell.dossiers (tenant_id),
  born_at timestamptz not null
);
call cell.wall('dossier_births', 'select, insert');
call cell.append_only('dossier_births');

-- How much each dossier holds: rows and their bytes, without indexes. Figures only, by an exact scan.
create function cell.dossier_figures() returns table (tenant_id uuid, row_count bigint, row_bytes bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  counted regclass;
  parts text[] := '{}';
begin
  for counted in
    select c.oid from pg_catalog.pg_class c
      join pg_catalog.pg_namespace n on n.oid = c.relnamespace
      join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
    where n.nspname = 'cell' and c.relkind = 'r' and has_table_privilege('app_definer', c.oid, 'select')
  loop
    parts := parts || format(
      'select t.tenant_id, count(*) as n, sum(pg_column_size(t)) as bytes from %s t group by 1', counted);
  end loop;
  return query execute format(
    'select p.tenant_id, sum(p.n)::bigint, sum(p.bytes)::bigint from (%s) p group by 1',
    array_to_string(parts, ' union all '));
end $$;
call cell.definer('cell.dossier_figures()');
grant execute on function cell.dossier_figures() to ops_reader;
