-- The legal identity of a dossier (one row), its logos, its switches, and the names of the people who work in it.

create table cell.company_logos (
  tenant_id uuid not null,
  id uuid not null,
  mime text not null check (mime = 'image/png'),
  bytes bytea not null check (octet_length(bytes) between 1 and 1048576),
  width integer not null check (width > 0),
  height integer not null check (height > 0),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  created_at timestamptz not null,
  primary key (tenant_id, id),
  constraint company_logos_once unique (tenant_id, sha256)
);
call cell.wall('company_logos', 'select, insert');
call cell.append_only('company_logos');

create table cell.companies (
  tenant_id uuid primary key,
  version integer not null default 1 check (version > 0),
  name text not null,
  trading_name text,
  legal_form text,
  capital_cents bigint check (capital_cents > 0),
  has_variable_capital boolean not null default false,
  registry_city text,
  siren text check (siren ~ '^\d{9}$'),
  siret text check (siret ~ '^\d{14}$'),
  is_registration_pending boolean not null default false,
  enterprise_number text check (enterprise_number ~ '^[01]\d{9}$'),
  vat_number text,
  vat_regime text not null default 'normal' check (vat_regime in ('normal', 'simplified', 'mini', 'franchise')),
  vat_on_debits boolean not null default false,
  address_line1 text,
  address_line2 text,
  address_line3 text,
  postcode text,
  city text,
  country text not null default 'FR' check (country ~ '^[A-Z]{2}$'),
  email text,
  phone text,
  website text,
  iban text,
  bic text,
  bank_name text,
  payment_terms text not null default 'net' check (payment_terms in ('on_receipt', 'net', 'end_of_month')),
  payment_days smallint not null default 30 check (payment_days between 0 and 120),
  late_penalty_bp integer check (late_penalty_bp between 0 and 10000),
  late_penalty_text text,
  early_discount_text text,
  quote_validity_days smallint not null default 30 check (quote_validity_days between 1 and 365),
  insurance_text text,
  mediator_text text,
  footer_note text,
  accent_color text not null default '#1f4e79' check (accent_color ~ '^#[0-9a-f]{6}$'),
  logo_id uuid,
  logo_position text not null default 'left' check (logo_position in ('left', 'center', 'right')),
  quote_prefix text not null default 'DE',
  invoice_prefix text not null default 'FA',
  credit_note_prefix text not null default 'AV',
  language text not null default 'fr' check (language in ('fr', 'en', 'nl', 'de')),
  time_zone text not null default 'Europe/Paris',
  updated_at timestamptz not null,
  updated_by uuid,
  constraint companies_logo foreign key (tenant_id, logo_id) references cell.company_logos (tenant_id, id),
  constraint companies_siret_of_siren check (siret is null or left(siret, 9) = siren),
  -- Two series under one prefix would give two documents one number.
  constraint companies_prefixes_differ check (
    upper(quote_prefix) <> upper(invoice_prefix) and upper(quote_prefix) <> upper(credit_note_prefix)
    and upper(invoice_prefix) <> upper(credit_note_prefix)
  ),
  constraint companies_prefix_form check (
    quote_prefix ~ '^[A-Za-z0-9+/_-]{1,6}$' and invoice_prefix ~ '^[A-Za-z0-9+/_-]{1,6}$'
    and credit_note_prefix ~ '^[A-Za-z0-9+/_-]{1,6}$'
  )
);
call cell.wall('companies', 'select, insert, update');

create table cell.company_modules (
  tenant_id uuid not null,
  module text not null,
  is_on boolean not null,
  changed_at timestamptz not null,
  primary key (tenant_id, module)
);
call cell.wall('company_modules', 'select, insert, update');

create table cell.people_labels (
  tenant_id uuid not null,
  person_id uuid not null,
  label text not null,
  primary key (tenant_id, person_id)
);
call cell.wall('people_labels', 'select, insert, update');
