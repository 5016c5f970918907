-- How much a dossier weighs and what makes it up: rows of its tables, and the bytes of its files as their counter says.
-- Left out: jobs, slots and journals, which are ours; indexes, which are not read here at all.

drop function cell.dossier_figures();

create function cell.weighed_tables() returns setof regclass
language sql stable set search_path = '' as $$
  select c.oid::regclass from pg_catalog.pg_class c
    join pg_catalog.pg_namespace n on n.oid = c.relnamespace
    join pg_catalog.pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
  where n.nspname = 'cell' and c.relkind = 'r' and c.relname <> 'jobs' and c.relname !~ '^journal'
    and has_table_privilege('app_definer', c.oid, 'select')
  order by c.relname
$$;
revoke all on function cell.weighed_tables() from public;
grant execute on function cell.weighed_tables() to app_definer;

-- Every dossier, nightly: rows of each table counted, and its mean width read on a sample of some thousand rows.
create function cell.dossier_sizes() returns table (tenant_id uuid, part text, row_count bigint, bytes bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  weighed regclass;
  parts text[] := '{}';
  sampled text;
  width numeric;
begin
  for weighed in select * from cell.weighed_tables() loop
    select case when c.reltuples > 20000 then format('tablesample system (%s)', 1000000.0 / c.reltuples) else '' end
      into sampled from pg_catalog.pg_class c where c.oid = weighed;
    execute format('select avg(pg_column_size(t)) from %s t %s', weighed, sampled) into width;
    if width is null then
      execute format('select avg(pg_column_size(t)) from (select * from %s limit 1000) t', weighed) into width;
    end if;
    continue when width is null;
    parts := parts || format(
      'select t.tenant_id, %L, count(*), (count(*) * %s::numeric)::bigint from %s t group by 1',
      (select c.relname from pg_catalog.pg_class c where c.oid = weighed), width, weighed);
  end loop;
  parts := parts || 'select u.tenant_id, ''(files)'', u.files, u.bytes from cell.file_usage u where u.files > 0'::text;
  return query execute array_to_string(parts, ' union all ');
end $$;
call cell.definer('cell.dossier_sizes()');
grant execute on function cell.dossier_sizes() to ops_reader;

-- The dossier in scope, now, by an exact scan: what its own page shows.
create function cell.dossier_size() returns table (part text, row_count bigint, bytes bigint)
language plpgsql stable security definer set search_path = '' as $$
declare
  weighed regclass;
  parts text[] := '{}';
begin
  for weighed in select * from cell.weighed_tables() loop
    parts := parts || format(
      'select %L, count(*), sum(pg_column_size(t))::bigint from %s t where t.tenant_id = $1 having count(*) > 0',
      (select c.relname from pg_catalog.pg_class c where c.oid = weighed), weighed);
  end loop;
  parts := parts ||
    'select ''(files)'', u.files, u.bytes from cell.file_usage u where u.tenant_id = $1 and u.files > 0'::text;
  return query execute array_to_string(parts, ' union all ') using cell.app_tenant_id();
end $$;
call cell.definer('cell.dossier_size()');
grant execute on function cell.dossier_size() to app_user, app_reader, ops_reader;
