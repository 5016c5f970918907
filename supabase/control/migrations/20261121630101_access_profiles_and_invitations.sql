-- Profiles of a dossier's own, invitations, and the acts on rights that wait to be written in the dossier's cell.

create table control.profiles (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  id uuid not null,
  name text not null,
  -- The name folded: two spellings of one name are one profile.
  name_key text not null,
  -- As lib/access/rights.ts names them; what it no longer names allows nothing.
  rights text[] not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint profiles_name_unique unique (tenant_id, name_key),
  constraint profiles_rights_number check (cardinality(rights) between 1 and 100)
);
call control.tenant_wall('profiles');

-- A profile of the dossier's own stands under its id, never among the keys of the ready ones; the key that says so is
-- `custom`. One that somebody has cannot be deleted.
alter table control.memberships add column custom_profile_id uuid;
alter table control.memberships add constraint memberships_custom_profile
  foreign key (tenant_id, custom_profile_id) references control.profiles (tenant_id, id);
alter table control.memberships add constraint memberships_custom_profile_given
  check (profile <> 'custom' or custom_profile_id is not null);
create index memberships_by_profile on control.memberships (tenant_id, custom_profile_id);

-- One row an address that is awaited; spent and withdrawn ones are deleted, so that they are unknown.
create table control.invitations (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  id uuid not null,
  email text not null,
  email_key text not null,
  profile text not null,
  custom_profile_id uuid,
  -- Name of who invited, for the mail and the list.
  inviter text not null,
  -- The link of the last sending: the secret is derived from its id, and only the hash is kept.
  token_id uuid not null,
  token_hash bytea not null,
  created_at timestamptz not null default now(),
  sent_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  constraint invitations_once_an_address unique (tenant_id, email_key),
  constraint invitations_hash_unique unique (token_hash),
  constraint invitations_hash_length check (octet_length(token_hash) = 32),
  constraint invitations_custom_profile
    foreign key (tenant_id, custom_profile_id) references control.profiles (tenant_id, id),
  constraint invitations_custom_profile_given check (profile <> 'custom' or custom_profile_id is not null)
);
create index invitations_by_profile on control.invitations (tenant_id, custom_profile_id);
call control.tenant_wall('invitations');

-- Written in the transaction that changes a right, copied into the cell's activity by a job, then deleted.
create table control.access_acts (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  id uuid not null,
  at timestamptz not null,
  -- Null for the operator's staff.
  person_id uuid,
  actor text not null,
  verb text not null,
  subject_kind text not null,
  subject_id uuid not null,
  -- Name of the member that the act is about, for a cell that does not know him yet.
  subject_label text,
  summary text not null,
  primary key (tenant_id, id)
);
call control.tenant_wall('access_acts', 'select, insert, delete');

-- Rights of a member whose profile is the dossier's own: the entrance asks it in its one statement, and only then.
create function control.rights_held(tenant uuid, person uuid) returns text[]
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select p.rights from control.memberships m
    join control.profiles p on p.tenant_id = m.tenant_id and p.id = m.custom_profile_id
    where m.tenant_id = tenant and m.person_id = person);
end $$;
call control.definer('control.rights_held(uuid, uuid)');
grant execute on function control.rights_held(uuid, uuid) to app_user, app_reader;

-- The people of the dossier in scope. Of their sessions it tells the last use, whichever dossier they were in.
create function control.members() returns table (
  person_id uuid, email text, name text, profile text, custom_profile_id uuid, profile_name text, is_owner boolean,
  joined_at timestamptz, last_seen_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select m.person_id, p.email, p.name, m.profile, m.custom_profile_id, c.name, m.is_owner, m.created_at,
    (select max(s.last_seen_at) from control.sessions s where s.person_id = m.person_id)
  from control.memberships m
    left join control.people p on p.id = m.person_id
    left join control.profiles c on c.tenant_id = m.tenant_id and c.id = m.custom_profile_id
  where m.tenant_id = control.app_tenant_id()
  order by coalesce(p.name, p.email), m.person_id
$$;
call control.definer('control.members()');
grant execute on function control.members() to app_user, app_reader;

-- What a link's page shows. No row: unknown, replaced by a later sending, expired, or its dossier takes nobody in.
grant select (email_key) on control.people to app_definer;
create function control.find_invitation(hash bytea, at timestamptz) returns table (
  tenant_id uuid, invitation_id uuid, email text, email_key text, profile text, profile_name text, inviter text,
  company_name text, slug text, person_id uuid)
language sql stable security definer set search_path = '' as $$
  select i.tenant_id, i.id, i.email, i.email_key, i.profile, c.name, i.inviter, d.company_name, d.slug,
    (select p.id from control.people p where p.email_key = i.email_key)
  from control.invitations i
    join control.instances d on d.tenant_id = i.tenant_id
    left join control.profiles c on c.tenant_id = i.tenant_id and c.id = i.custom_profile_id
  where i.token_hash = hash and i.expires_at > at and d.state in ('trial', 'active', 'suspended')
$$;
call control.definer('control.find_invitation(bytea, timestamptz)');
grant execute on function control.find_invitation(bytea, timestamptz) to app_user, app_reader;
