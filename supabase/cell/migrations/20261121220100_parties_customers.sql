-- Customers, prospects and suppliers; who is written to, and where goods go.

create table cell.parties (
  tenant_id uuid not null,
  id uuid not null,
  version integer not null default 1 check (version > 0),
  code text,
  kind text not null check (kind in ('professional', 'public_body', 'person', 'eu_business', 'foreign')),
  is_customer boolean not null,
  is_prospect boolean not null,
  is_supplier boolean not null,
  name text not null,
  first_name text,
  last_name text,
  trading_name text,
  siren text check (siren ~ '^\d{9}$'),
  siret text check (siret ~ '^\d{14}$'),
  service_code text,
  vat_number text,
  address_line1 text,
  address_line2 text,
  address_line3 text,
  postcode text,
  city text,
  country text not null check (country ~ '^[A-Z]{2}$'),
  language text not null check (language in ('fr', 'en', 'nl', 'de')),
  phone text,
  payment_terms text check (payment_terms in ('on_receipt', 'net', 'end_of_month')),
  payment_days smallint check (payment_days between 0 and 120),
  is_construction_principal boolean not null default false,
  notes text,
  -- Folded by the program: what lists are ordered by, and what searches read.
  name_key text collate "C" not null,
  search text not null,
  archived_at timestamptz,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  updated_by uuid,
  primary key (tenant_id, id),
  constraint parties_code_unique unique (tenant_id, code),
  constraint parties_have_a_role check (is_customer or is_prospect or is_supplier),
  constraint parties_terms_are_whole check ((payment_terms is null) = (payment_days is null)),
  constraint parties_siret_of_siren check (siret is null or left(siret, 9) = siren)
);
create index parties_by_name on cell.parties (tenant_id, name_key, id) where archived_at is null;
create index parties_by_siren on cell.parties (tenant_id, siren) where siren is not null;
-- Without a pending list: searches would read it whole, and the planner turns from the index while it is long.
create index parties_search on cell.parties using gin (tenant_id, search extensions.gin_trgm_ops) with (fastupdate = off);
call cell.wall('parties');

create table cell.party_contacts (
  tenant_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  position smallint not null check (position >= 0),
  name text,
  role text,
  email text,
  email_key text,
  phone text,
  receives_quotes boolean not null,
  receives_invoices boolean not null,
  receives_reminders boolean not null,
  primary key (tenant_id, id),
  constraint party_contacts_party foreign key (tenant_id, party_id)
    references cell.parties (tenant_id, id) on delete cascade
);
create index party_contacts_by_party on cell.party_contacts (tenant_id, party_id, position);
create index party_contacts_by_email on cell.party_contacts (tenant_id, email_key) where email_key is not null;
call cell.wall('party_contacts');

create table cell.party_addresses (
  tenant_id uuid not null,
  id uuid not null,
  party_id uuid not null,
  position smallint not null check (position >= 0),
  label text,
  address_line1 text not null,
  address_line2 text,
  address_line3 text,
  postcode text,
  city text not null,
  country text not null check (country ~ '^[A-Z]{2}$'),
  primary key (tenant_id, id),
  constraint party_addresses_party foreign key (tenant_id, party_id)
    references cell.parties (tenant_id, id) on delete cascade
);
create index party_addresses_by_party on cell.party_addresses (tenant_id, party_id, position);
call cell.wall('party_addresses');
