-- How loaded this cell is, for the console: counts, bytes and Postgres's own counters; no row of any dossier.

create function cell.cell_figures() returns table (
  database_bytes bigint, storage_bytes bigint, connections integer, transactions bigint, blocks_hit bigint,
  blocks_read bigint)
language sql stable security definer set search_path = '' as $$
  select pg_catalog.pg_database_size(s.datid),
    (select coalesce(sum(u.bytes), 0)::bigint from cell.file_usage u),
    s.numbackends, s.xact_commit + s.xact_rollback, s.blks_hit, s.blks_read
  from pg_catalog.pg_stat_database s where s.datname = pg_catalog.current_database()
$$;
call cell.definer('cell.cell_figures()');
grant execute on function cell.cell_figures() to ops_reader;
