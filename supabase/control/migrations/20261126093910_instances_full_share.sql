-- From which share of any limit a cell is full: what operators decided of its load (thresholds), for this cell or for
-- all; 65 % where nobody did. One figure closes a cell and raises its alert.
create function control.full_share(cell text) returns float8
language sql stable security definer set search_path = '' as $$
  select coalesce(
    (select t.warning from control.thresholds t where t.metric = 'cell_load' and t.subject = cell),
    (select t.warning from control.thresholds t where t.metric = 'cell_load' and t.subject = ''),
    65)::float8 / 100
$$;
call control.definer('control.full_share(text)', 'identity_definer');
grant execute on function control.full_share(text) to ops_control;

create or replace function control.open_next_cell(wanted text, at timestamptz) returns text
language sql volatile security definer set search_path = '' as $$
  update control.cells c set state = 'open', state_since = at
  where c.id = (
    select n.id from control.cells n join control.cell_loads() l on l.id = n.id
    where n.kind = wanted and n.state = 'waiting' and not l.is_down and l.share < control.full_share(n.id)
    order by n.created_at, n.id limit 1)
  returning c.id
$$;

create or replace function control.settle_cells(at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  found_kind text;
  full_cell record;
  changed boolean := false;
begin
  perform control.hold_cells();
  for full_cell in
    select l.id, l.kind from control.cell_loads() l
    where l.state = 'open' and l.share >= control.full_share(l.id) order by l.id
  loop
    update control.cells c set state = 'closed', closed_because = 'full', state_since = at where c.id = full_cell.id;
    perform control.open_next_cell(full_cell.kind, at);
    changed := true;
  end loop;
  -- One that an operator closed, or that went down, leaves nobody without a place either.
  for found_kind in
    select l.kind from control.cell_loads() l group by l.kind
    having not bool_or(l.state = 'open' and not l.is_down)
  loop
    changed := control.open_next_cell(found_kind, at) is not null or changed;
  end loop;
  return changed;
end $$;

create or replace function control.emptiest_cell(wanted text) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform control.hold_cells();
  return (select l.id from control.cell_loads() l
    where l.kind = wanted and l.state = 'open' and not l.is_down and l.share < control.full_share(l.id)
    order by l.share, l.id limit 1);
end $$;
