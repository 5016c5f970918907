-- Who may enter which dossier, and as what.

create table control.memberships (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  person_id uuid not null references control.people (id) on delete cascade,
  -- Key of a profile; what each allows stands in lib/access/profiles.ts.
  profile text not null,
  is_owner boolean not null default false,
  created_at timestamptz not null default now(),
  primary key (tenant_id, person_id),
  constraint memberships_profile_form check (profile ~ '^[a-z][a-z_]{0,39}$')
);
-- A person's dossiers, for the chooser: the one question that starts from the person.
create index memberships_by_person on control.memberships (person_id, tenant_id);
call control.tenant_wall('memberships');

-- The one question of each request: whose session, which dossier, where, in what state, as what. It reads and nothing
-- else, so it belongs to the reading role, which sees no password and no token but the one it is given. In plpgsql,
-- which keeps the plan from one call to the next: planning costs ten times the reading.
grant select (id, person_id, token_hash, last_seen_at, idle_expires_at, expires_at, revoked_at)
  on control.sessions to app_definer;
grant select (id, email, name) on control.people to app_definer;

create function control.enter_dossier(hash bytea, wanted_slug text, at timestamptz) returns table (
  session_id uuid, person_id uuid, email text, name text, last_seen_at timestamptz,
  tenant_id uuid, public_id text, slug text, company_name text, cell_id text, epoch integer, state text,
  trial_ends_on date, time_zone text, profile text, is_owner boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select s.id, p.id, p.email, p.name, s.last_seen_at,
    i.tenant_id, i.public_id, i.slug, i.company_name, i.cell_id, i.epoch, i.state,
    i.trial_ends_on, i.time_zone, m.profile, m.is_owner
  from control.sessions s
    join control.people p on p.id = s.person_id
    join control.instances i on i.slug = wanted_slug
    join control.memberships m on m.tenant_id = i.tenant_id and m.person_id = s.person_id
  where s.token_hash = hash and s.revoked_at is null and s.idle_expires_at > at and s.expires_at > at
    and i.state not in ('provisioning', 'erased');
end $$;
call control.definer('control.enter_dossier(bytea, text, timestamptz)');
grant execute on function control.enter_dossier(bytea, text, timestamptz) to app_user, app_reader;

-- The dossiers of the person in scope.
create function control.my_dossiers() returns table (
  tenant_id uuid, slug text, company_name text, state text, trial_ends_on date, profile text, is_owner boolean)
language sql stable security definer set search_path = '' as $$
  select i.tenant_id, i.slug, i.company_name, i.state, i.trial_ends_on, m.profile, m.is_owner
  from control.memberships m join control.instances i on i.tenant_id = m.tenant_id
  where m.person_id = control.app_person_id() and i.state not in ('provisioning', 'erased')
  order by i.company_name, i.tenant_id
$$;
call control.definer('control.my_dossiers()');
grant execute on function control.my_dossiers() to app_user, app_reader;
