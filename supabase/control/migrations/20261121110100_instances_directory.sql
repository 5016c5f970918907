-- The directory: which cells there are, which dossier lives in which, and the work under way that spans databases.

create table control.cells (
  id text primary key,
  kind text not null check (kind in ('trial', 'production', 'scratch')),
  region text not null,
  -- Closed to newcomers; the dossiers inside work on.
  state text not null default 'open' check (state in ('open', 'closed')),
  max_dossiers integer not null check (max_dossiers > 0),
  created_at timestamptz not null default now(),
  constraint cells_id_form check (id ~ '^[a-z][a-z0-9-]{0,39}$')
);
call control.closed_wall('cells');
create policy console on control.cells to ops_control using (true) with check (true);
grant select on control.cells to app_definer;
grant select, insert, update on control.cells to ops_control;

create table control.instances (
  tenant_id uuid primary key,
  -- What links to the public carry: it survives a move to another cell.
  public_id text not null,
  -- What addresses carry: /d/<slug>.
  slug text not null,
  company_name text not null,
  -- The company's name folded, for the console's search.
  search text not null,
  cell_id text not null references control.cells (id),
  -- Raised by each move, restore and erasure; a request that carries an older one is sent back to the directory.
  epoch integer not null default 1 check (epoch > 0),
  state text not null default 'provisioning'
    check (state in ('provisioning', 'trial', 'active', 'suspended', 'closed', 'erased', 'copy')),
  trial_ends_on date,
  time_zone text not null,
  created_at timestamptz not null default now(),
  constraint instances_public_id_unique unique (public_id),
  constraint instances_slug_unique unique (slug),
  constraint instances_public_id_form check (public_id ~ '^[0-9a-hjkmnp-tv-z]{8}$'),
  constraint instances_slug_form check (slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$' and length(slug) <= 40)
);
create index instances_by_cell on control.instances (cell_id);
call control.tenant_wall('instances', 'select');
grant select, insert, update on control.instances to identity_definer;
grant select, delete on control.instances to ops_control;

create table control.procedures (
  tenant_id uuid not null,
  id uuid not null,
  kind text not null,
  idempotency_key text not null,
  state text not null default 'running' check (state in ('running', 'done', 'abandoning', 'abandoned')),
  -- The step that comes next, from 0.
  step integer not null default 0 check (step >= 0),
  cursor jsonb not null,
  -- Failures of the step that comes next.
  attempts integer not null default 0,
  last_error text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint procedures_once unique (tenant_id, kind, idempotency_key)
);
create index procedures_under_way on control.procedures (created_at) where state in ('running', 'abandoning');
call control.tenant_wall('procedures', 'select, insert, update');
grant select, update on control.procedures to ops_control;

-- What the console shows of sizes, sampled; the dossier's own page shows the same figures.
create table control.instance_figures (
  tenant_id uuid primary key references control.instances (tenant_id) on delete cascade,
  sampled_at timestamptz not null,
  row_count bigint not null,
  row_bytes bigint not null
);
call control.tenant_wall('instance_figures', 'select');
grant select, insert, update on control.instance_figures to ops_control;

-- Reserves a place for the dossier in scope: emptiest open trial cell, address made of the company's name.
-- Asked again, answers with the place already reserved. No row: every trial cell is full or closed.
create function control.reserve_instance(
  public text, wanted_slug text, company text, folded text, ends_on date, zone text, at timestamptz)
returns table (public_id text, slug text, cell_id text, epoch integer)
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant uuid := control.app_tenant_id();
  chosen text;
  tried text := wanted_slug;
  n integer := 1;
begin
  -- One at a time: what follows counts dossiers, and two that counted together would overfill a cell.
  perform pg_advisory_xact_lock(hashtextextended('control.reserve_instance', 4207));
  return query select i.public_id, i.slug, i.cell_id, i.epoch from control.instances i where i.tenant_id = tenant;
  if found then return; end if;
  select c.id into chosen
    from control.cells c left join lateral (
      select count(*) as dossiers from control.instances i where i.cell_id = c.id and i.state <> 'erased') held on true
    where c.kind = 'trial' and c.state = 'open' and held.dossiers < c.max_dossiers
    order by held.dossiers::float8 / c.max_dossiers, c.id limit 1;
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
call control.definer(
  'control.reserve_instance(text, text, text, text, date, text, timestamptz)', 'identity_definer');
grant execute on function control.reserve_instance(text, text, text, text, date, text, timestamptz) to app_user;

-- The deciding write of an opening: from here on the dossier exists for its people.
create function control.open_instance() returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.instances i set state = 'trial'
    where i.tenant_id = control.app_tenant_id() and i.state = 'provisioning';
  return found;
end $$;
call control.definer('control.open_instance()', 'identity_definer');
grant execute on function control.open_instance() to app_user;

create function control.instance_by_public_id(public text) returns table (
  tenant_id uuid, slug text, cell_id text, epoch integer, state text, time_zone text)
language sql stable security definer set search_path = '' as $$
  select i.tenant_id, i.slug, i.cell_id, i.epoch, i.state, i.time_zone from control.instances i
  where i.public_id = public and i.state not in ('provisioning', 'erased')
$$;
call control.definer('control.instance_by_public_id(text)');
grant execute on function control.instance_by_public_id(text) to app_user, app_reader;
