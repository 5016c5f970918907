-- How many dossiers each cell holds, kept as they come and go: counting them at each page of the console read the whole
-- directory. A table of its own, since who moves a dossier must not wait for who measures a cell.
create table control.cell_counts (
  cell_id text primary key references control.cells (id) on delete cascade,
  dossiers integer not null default 0
);
call control.closed_wall('cell_counts');
insert into control.cell_counts (cell_id, dossiers)
  select c.id, (select count(*) from control.instances i where i.cell_id = c.id and i.state <> 'erased')
  from control.cells c;

create function control.begin_cell_count() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into control.cell_counts (cell_id) values (new.id);
  return null;
end $$;
call control.definer('control.begin_cell_count()', 'identity_definer');
create trigger cell_count_begins after insert on control.cells
  for each row execute function control.begin_cell_count();

-- Dossiers that are born or forgotten, as many as one statement names.
create function control.count_comers() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.cell_counts c set dossiers = c.dossiers + moved.n
  from (select m.cell_id, case tg_op when 'INSERT' then count(*) else -count(*) end as n
    from moved_rows m where m.state <> 'erased' group by m.cell_id) moved
  where c.cell_id = moved.cell_id;
  return null;
end $$;
call control.definer('control.count_comers()', 'identity_definer');
create trigger cell_counts_born after insert on control.instances
  referencing new table as moved_rows for each statement execute function control.count_comers();
create trigger cell_counts_forgotten after delete on control.instances
  referencing old table as moved_rows for each statement execute function control.count_comers();

-- A dossier that changes its cell, is erased, or is no longer. By the cells' ids: two moves that cross wait for nobody.
create function control.count_mover() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  change record;
begin
  for change in
    select v.cell_id, sum(v.n)::integer as n
    from (values (old.cell_id, case old.state when 'erased' then 0 else -1 end),
      (new.cell_id, case new.state when 'erased' then 0 else 1 end)) v (cell_id, n)
    group by v.cell_id having sum(v.n) <> 0 order by v.cell_id
  loop
    update control.cell_counts c set dossiers = c.dossiers + change.n where c.cell_id = change.cell_id;
  end loop;
  return null;
end $$;
call control.definer('control.count_mover()', 'identity_definer');
create trigger cell_counts_moved after update of cell_id, state on control.instances for each row
  when (old.cell_id is distinct from new.cell_id or (old.state = 'erased') is distinct from (new.state = 'erased'))
  execute function control.count_mover();

-- Counts again what was kept, for whoever measures the cells: what went past the triggers (rows put back after a loss)
-- is mended within ten minutes. Whoever changes a count meanwhile is waited for. How many were wrong.
create function control.recount_cells() returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare
  mended integer;
begin
  perform 1 from control.cell_counts c order by c.cell_id for update;
  update control.cell_counts c set dossiers = held.n
  from (select k.id, count(i.tenant_id)::integer as n from control.cells k
    left join control.instances i on i.cell_id = k.id and i.state <> 'erased' group by k.id) held
  where c.cell_id = held.id and c.dossiers <> held.n;
  get diagnostics mended = row_count;
  return mended;
end $$;
call control.definer('control.recount_cells()', 'identity_definer');
grant execute on function control.recount_cells() to ops_control;

create or replace function control.cell_loads() returns table (
  id text, kind text, state text, is_down boolean, dossiers integer, share float8)
language sql stable security definer set search_path = '' as $$
  select c.id, c.kind, c.state, c.down_since is not null, held.dossiers, greatest(
      held.dossiers::float8 / c.max_dossiers,
      last.database_bytes::float8 / c.max_database_bytes,
      last.storage_bytes::float8 / c.max_storage_bytes,
      calm.connections::float8 / c.max_connections,
      calm.transactions::float8 / c.max_transactions)
  from control.cells c
    join control.cell_counts held on held.cell_id = c.id
    left join lateral (
      select s.database_bytes, s.storage_bytes from control.cell_samples s
      where s.cell_id = c.id order by s.at desc limit 1) last on true
    left join lateral (
      select min(t.connections) as connections, min(t.transactions_a_minute) as transactions
      from (select s.connections, s.transactions_a_minute from control.cell_samples s
        where s.cell_id = c.id order by s.at desc limit 3) t
      having count(*) = 3 and count(t.transactions_a_minute) = 3) calm on true
$$;
