-- What each dossier asks of its members' passwords; a dossier without a row asks what the program does.

create table control.password_policies (
  tenant_id uuid primary key references control.instances (tenant_id) on delete cascade,
  min_length integer not null check (min_length between 8 and 64),
  needs_digit boolean not null,
  needs_lower boolean not null,
  needs_upper boolean not null,
  needs_special boolean not null,
  -- Wrong passwords in a row before a member's account is blocked.
  max_attempts integer not null check (max_attempts between 3 and 20),
  updated_at timestamptz not null
);
call control.tenant_wall('password_policies', 'select, insert, update');

-- What the dossiers of a person ask, one row for each: the strictest of them holds, which the program works out. A row
-- of nulls for a dossier that has set nothing.
create function control.password_policies_of(person uuid) returns table (
  min_length integer, needs_digit boolean, needs_lower boolean, needs_upper boolean, needs_special boolean,
  max_attempts integer)
language sql stable security definer set search_path = '' as $$
  select p.min_length, p.needs_digit, p.needs_lower, p.needs_upper, p.needs_special, p.max_attempts
  from control.memberships m left join control.password_policies p on p.tenant_id = m.tenant_id
  where m.person_id = person
$$;
call control.definer('control.password_policies_of(uuid)');
grant execute on function control.password_policies_of(uuid) to app_user, app_reader;

-- The members of the dossier in scope whose account is blocked.
grant select (person_id, blocked_at) on control.password_tries to app_definer;
create function control.blocked_members() returns table (person_id uuid, email text, name text, blocked_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select p.id, p.email, p.name, t.blocked_at
  from control.memberships m
    join control.password_tries t on t.person_id = m.person_id
    join control.people p on p.id = m.person_id
  where m.tenant_id = control.app_tenant_id() and t.blocked_at is not null
  order by t.blocked_at, p.id
$$;
call control.definer('control.blocked_members()');
grant execute on function control.blocked_members() to app_user, app_reader;
