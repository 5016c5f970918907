-- A dossier of which the sealed archive alone is kept has left its cell, as one that was erased has.
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

select control.recount_cells();
