-- Cells with several limits, what they hold over time, and the rule of 65 %: a cell that reaches that share of any
-- limit closes to newcomers, and the next registered one opens.

-- Where a cell's database is, no table says: its address is a secret, and stands in the setting named after its id.
alter table control.cells
  drop constraint cells_state_check,
  -- Waiting: registered, and opened by itself when one of its kind closes.
  add constraint cells_state_check check (state in ('waiting', 'open', 'closed')),
  -- What closed it: reaching a limit, or an operator. One that is full never opens again by itself.
  add column closed_because text check (closed_because in ('full', 'operator')),
  add column state_since timestamptz not null default now(),
  add column max_database_bytes bigint not null default 8589934592 check (max_database_bytes > 0),
  add column max_storage_bytes bigint not null default 107374182400 check (max_storage_bytes > 0),
  add column max_connections integer not null default 60 check (max_connections > 0),
  add column max_transactions integer not null default 60000 check (max_transactions > 0),
  -- Since when it does not answer; null while it does.
  add column down_since timestamptz;
update control.cells set closed_because = 'operator' where state = 'closed';
alter table control.cells add constraint cells_closed_because check ((state = 'closed') = (closed_because is not null));

create table control.cell_samples (
  cell_id text not null references control.cells (id) on delete cascade,
  at timestamptz not null,
  dossiers integer not null,
  database_bytes bigint not null,
  storage_bytes bigint not null,
  connections integer not null,
  -- Counters of the cell's Postgres, since it last forgot them.
  transactions bigint not null,
  blocks_hit bigint not null,
  blocks_read bigint not null,
  -- Since the sample before; null for the first, and where the counters began anew.
  transactions_a_minute integer,
  cache_hits_bp integer,
  primary key (cell_id, at)
);
call control.closed_wall('cell_samples');
create policy console on control.cell_samples to ops_control using (true) with check (true);
grant select, insert, delete on control.cell_samples to ops_control;

-- How full each cell is: the largest share of any limit. A peak of load counts once three samples in a row show it.
create function control.cell_loads() returns table (
  id text, kind text, state text, is_down boolean, dossiers integer, share float8)
language sql stable security definer set search_path = '' as $$
  select c.id, c.kind, c.state, c.down_since is not null, held.n, greatest(
      held.n::float8 / c.max_dossiers,
      last.database_bytes::float8 / c.max_database_bytes,
      last.storage_bytes::float8 / c.max_storage_bytes,
      calm.connections::float8 / c.max_connections,
      calm.transactions::float8 / c.max_transactions)
  from control.cells c
    cross join lateral (
      select count(*)::integer as n from control.instances i where i.cell_id = c.id and i.state <> 'erased') held
    left join lateral (
      select s.database_bytes, s.storage_bytes from control.cell_samples s
      where s.cell_id = c.id order by s.at desc limit 1) last on true
    left join lateral (
      select min(t.connections) as connections, min(t.transactions_a_minute) as transactions
      from (select s.connections, s.transactions_a_minute from control.cell_samples s
        where s.cell_id = c.id order by s.at desc limit 3) t
      having count(*) = 3 and count(t.transactions_a_minute) = 3) calm on true
$$;
call control.definer('control.cell_loads()', 'identity_definer');
grant execute on function control.cell_loads() to ops_control;

-- One at a time: what follows counts dossiers, and two that counted together would overfill a cell.
create function control.hold_cells() returns void
language sql volatile set search_path = '' as $$
  select pg_advisory_xact_lock(hashtextextended('control.reserve_instance', 4207))
$$;
grant execute on function control.hold_cells() to identity_definer, ops_control;

-- Opens the cell of a kind that has waited longest, and says which; null when none waits, answers and has room.
create function control.open_next_cell(wanted text, at timestamptz) returns text
language sql volatile security definer set search_path = '' as $$
  update control.cells c set state = 'open', state_since = at
  where c.id = (
    select n.id from control.cells n join control.cell_loads() l on l.id = n.id
    where n.kind = wanted and n.state = 'waiting' and not l.is_down and l.share < 0.65
    order by n.created_at, n.id limit 1)
  returning c.id
$$;
call control.definer('control.open_next_cell(text, timestamptz)', 'identity_definer');

-- The rule of 65 %. True when a cell changed: then somebody has to be told.
create function control.settle_cells(at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  found_kind text;
  full_cell record;
  changed boolean := false;
begin
  perform control.hold_cells();
  for full_cell in
    select l.id, l.kind from control.cell_loads() l where l.state = 'open' and l.share >= 0.65 order by l.id
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
call control.definer('control.settle_cells(timestamptz)', 'identity_definer');
grant execute on function control.settle_cells(timestamptz) to app_user, ops_control;

-- The emptiest cell of a kind that takes newcomers; null when there is none.
create function control.emptiest_cell(wanted text) returns text
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform control.hold_cells();
  return (select l.id from control.cell_loads() l
    where l.kind = wanted and l.state = 'open' and not l.is_down and l.share < 0.65
    order by l.share, l.id limit 1);
end $$;
call control.definer('control.emptiest_cell(text)', 'identity_definer');
grant execute on function control.emptiest_cell(text) to ops_control;

-- Reserves a place for the dossier in scope: emptiest open trial cell, address made of the company's name.
-- Asked again, answers with the place already reserved. No row: every trial cell is full, closed or down.
create or replace function control.reserve_instance(
  public text, wanted_slug text, company text, folded text, ends_on date, zone text, at timestamptz)
returns table (public_id text, slug text, cell_id text, epoch integer)
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant uuid := control.app_tenant_id();
  chosen text;
  tried text := wanted_slug;
  n integer := 1;
begin
  perform control.hold_cells();
  return query select i.public_id, i.slug, i.cell_id, i.epoch from control.instances i where i.tenant_id = tenant;
  if found then return; end if;
  chosen := coalesce(control.emptiest_cell('trial'), control.open_next_cell('trial', at));
  if chosen is null then return; end if;
  while exists (select 1 from control.instances i where i.slug = tried) loop
    n := n + 1;
    tried := rtrim(left(wanted_slug, 39 - length(n::text)), '-') || '-' || n;
  end loop;
  return query insert into control.instances as i
      (tenant_id, public_id, slug, company_name, search, cell_id, trial_ends_on, time_zone, created_at)
    values (tenant, public, tried, company, folded, chosen, ends_on, zone, at)
    returning i.public_id, i.slug, i.cell_id, i.epoch;
end $$;
