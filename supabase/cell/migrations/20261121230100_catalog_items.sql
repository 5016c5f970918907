-- Products and services, each in one category or none.

create table cell.categories (
  tenant_id uuid not null,
  id uuid not null,
  version integer not null default 1 check (version > 0),
  name text not null,
  -- Folded by the program: two spellings of one name are one category.
  name_key text collate "C" not null,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (tenant_id, id),
  constraint categories_name_unique unique (tenant_id, name_key)
);
call cell.wall('categories');

create table cell.items (
  tenant_id uuid not null,
  id uuid not null,
  version integer not null default 1 check (version > 0),
  kind text not null check (kind in ('product', 'service')),
  reference text,
  name text not null,
  description text,
  category_id uuid,
  unit_code text not null,
  unit_price numeric not null check (unit_price >= 0 and scale(trim_scale(unit_price)) <= 6),
  price_includes_vat boolean not null,
  vat_rate_bp integer not null check (vat_rate_bp between 0 and 10000),
  exemption_code text check (exemption_code ~ '^VATEX-[A-Z0-9-]{1,30}$'),
  name_key text collate "C" not null,
  search text not null,
  archived_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (tenant_id, id),
  constraint items_reference_unique unique (tenant_id, reference),
  constraint items_exempt_at_zero check (exemption_code is null or vat_rate_bp = 0),
  constraint items_category foreign key (tenant_id, category_id)
    references cell.categories (tenant_id, id) on delete set null (category_id)
);
create index items_by_name on cell.items (tenant_id, name_key, id) where archived_at is null;
create index items_by_category on cell.items (tenant_id, category_id, name_key, id);
-- Without a pending list: searches would read it whole, and the planner turns from the index while it is long.
create index items_search on cell.items using gin (tenant_id, search extensions.gin_trgm_ops) with (fastupdate = off);
call cell.wall('items');
