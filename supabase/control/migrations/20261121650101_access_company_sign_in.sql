-- Sign-in through a company's own identity provider (OpenID Connect): what the dossier's administrator set, who has
-- come that way, and the sign-ins under way.

create table control.sso_connections (
  tenant_id uuid primary key references control.instances (tenant_id) on delete cascade,
  issuer text not null,
  client_id text not null,
  -- Wrapped by the master key; shown to nobody.
  client_secret bytea not null,
  -- Domains of the addresses that are let in.
  domains text[] not null,
  -- Profile of somebody who has an account here and is no member yet; null: he must be one already.
  default_profile text,
  is_on boolean not null,
  -- What the last try said, by its code; null: not tried since the last change.
  check_result text,
  checked_at timestamptz,
  version integer not null default 1,
  changed_at timestamptz not null,
  constraint sso_connections_issuer_length check (length(issuer) between 1 and 500),
  constraint sso_connections_client_length check (length(client_id) between 1 and 300),
  constraint sso_connections_domains_some check (cardinality(domains) between 1 and 10),
  constraint sso_connections_profile_form check (default_profile ~ '^[a-z][a-z_]{0,39}$')
);
call control.tenant_wall('sso_connections');

-- Which person the provider's own name for somebody stands for here: drawn tight at the first sign-in, so that an
-- address that is given to a newcomer does not open the account of who left.
create table control.sso_subjects (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  -- SHA-256 of the issuer and its name for the person.
  subject_hash bytea not null,
  person_id uuid not null references control.people (id) on delete cascade,
  linked_at timestamptz not null,
  primary key (tenant_id, subject_hash),
  constraint sso_subjects_one_per_person unique (tenant_id, person_id)
);
create index sso_subjects_by_person on control.sso_subjects (person_id, tenant_id);
call control.tenant_wall('sso_subjects', 'select, insert, delete');

-- Sign-ins under way and how they ended, without the address of anybody.
create table control.sso_attempts (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  id uuid not null,
  -- SHA-256 of what went to the provider and what stayed in the browser, together.
  state_hash bytea not null,
  started_at timestamptz not null,
  expires_at timestamptz not null,
  spent_at timestamptz,
  -- `opened`, or the code of what stood in the way.
  outcome text,
  primary key (tenant_id, id),
  constraint sso_attempts_state_unique unique (tenant_id, state_hash)
);
create index sso_attempts_by_age on control.sso_attempts (tenant_id, started_at);
call control.tenant_wall('sso_attempts');

-- The dossier whose company sign-in an address leads to, before anybody is known: its id, and nothing where there is
-- no such dossier or it has none.
create function control.sso_dossier(wanted_slug text) returns table (tenant_id uuid)
language sql stable security definer set search_path = '' as $$
  select i.tenant_id from control.instances i join control.sso_connections c on c.tenant_id = i.tenant_id
  where i.slug = wanted_slug and c.is_on and i.state not in ('provisioning', 'erased')
$$;
call control.definer('control.sso_dossier(text)');
grant execute on function control.sso_dossier(text) to app_user, app_reader;
