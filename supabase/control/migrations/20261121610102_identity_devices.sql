-- Where people are signed in, what they call themselves, and the devices that they have used before.

-- The network that a session was opened from: an address without its last part, never the whole of it.
alter table control.sessions add column network text not null default '';

-- Browser and network of past sign-ins, as a digest: one that is not here is told to the person.
create table control.known_devices (
  person_id uuid not null references control.people (id) on delete cascade,
  device_hash bytea not null,
  seen_at timestamptz not null,
  primary key (person_id, device_hash)
);
create index known_devices_by_age on control.known_devices (seen_at);
call control.closed_wall('known_devices');

-- Notes where a session comes from. A row: whom to tell that the device is new; none for the first device of all.
create function control.note_device(session uuid, device bytea, net text, at timestamptz) returns table (
  email text, language text)
language plpgsql volatile security definer set search_path = '' as $$
declare
  owner uuid;
  has_others boolean;
begin
  update control.sessions s set network = net where s.id = session returning s.person_id into owner;
  if not found then return; end if;
  -- Whoever notes the same device at this moment tells it: waiting for him could wait in a ring.
  if not pg_try_advisory_xact_lock(hashtextextended(owner::text || encode(device, 'hex'), 6101)) then return; end if;
  has_others := exists (select 1 from control.known_devices d where d.person_id = owner);
  insert into control.known_devices (person_id, device_hash, seen_at) values (owner, device, at)
    on conflict (person_id, device_hash) do nothing;
  if found and has_others then
    return query select p.email, p.language from control.people p where p.id = owner;
  else
    update control.known_devices d set seen_at = at where d.person_id = owner and d.device_hash = device;
  end if;
end $$;
call control.definer('control.note_device(uuid, bytea, text, timestamptz)', 'identity_definer');
grant execute on function control.note_device(uuid, bytea, text, timestamptz) to app_user;

-- The live sessions of the person in scope, the one used last first.
create function control.my_sessions(at timestamptz) returns table (
  id uuid, user_agent text, network text, created_at timestamptz, last_seen_at timestamptz, expires_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select s.id, s.user_agent, s.network, s.created_at, s.last_seen_at, least(s.expires_at, s.idle_expires_at)
  from control.sessions s
  where s.person_id = control.app_person_id() and s.revoked_at is null and s.idle_expires_at > at and s.expires_at > at
  order by s.last_seen_at desc, s.id
$$;
call control.definer('control.my_sessions(timestamptz)', 'identity_definer');
grant execute on function control.my_sessions(timestamptz) to app_user, app_reader;

create function control.revoke_my_session(session uuid, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.sessions s set revoked_at = at
    where s.id = session and s.person_id = control.app_person_id() and s.revoked_at is null;
  return found;
end $$;
call control.definer('control.revoke_my_session(uuid, timestamptz)', 'identity_definer');
grant execute on function control.revoke_my_session(uuid, timestamptz) to app_user;

create function control.revoke_my_other_sessions(kept uuid, at timestamptz) returns void
language sql volatile security definer set search_path = '' as $$
  update control.sessions s set revoked_at = at
    where s.person_id = control.app_person_id() and s.id <> kept and s.revoked_at is null
$$;
call control.definer('control.revoke_my_other_sessions(uuid, timestamptz)', 'identity_definer');
grant execute on function control.revoke_my_other_sessions(uuid, timestamptz) to app_user;

create function control.my_account() returns table (
  person_id uuid, email text, name text, language text, confirmed_at timestamptz, created_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select p.id, p.email, p.name, p.language, p.confirmed_at, p.created_at
  from control.people p where p.id = control.app_person_id()
$$;
call control.definer('control.my_account()', 'identity_definer');
grant execute on function control.my_account() to app_user, app_reader;

create function control.describe_me(called text, spoken text) returns void
language sql volatile security definer set search_path = '' as $$
  update control.people set name = called, language = spoken where id = control.app_person_id()
$$;
call control.definer('control.describe_me(text, text)', 'identity_definer');
grant execute on function control.describe_me(text, text) to app_user;

-- The person in scope changes his password; the links that would have done it are void. No row: changed meanwhile.
create function control.change_my_password(known_hash text, new_hash text, at timestamptz) returns table (
  email text, language text)
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.account_links l set spent_at = at
    where l.person_id = control.app_person_id() and l.purpose = 'reset_password' and l.spent_at is null;
  return query update control.people p set password_hash = new_hash
    where p.id = control.app_person_id() and p.password_hash = known_hash returning p.email, p.language;
end $$;
call control.definer('control.change_my_password(text, text, timestamptz)', 'identity_definer');
grant execute on function control.change_my_password(text, text, timestamptz) to app_user;

create function control.my_security_log() returns table (at timestamptz, event text, ip text)
language sql stable security definer set search_path = '' as $$
  select l.at, l.event, l.ip from control.security_log l where l.person_id = control.app_person_id() order by l.at, l.id
$$;
call control.definer('control.my_security_log()', 'identity_definer');
grant execute on function control.my_security_log() to app_user, app_reader;

create or replace function control.sweep_accounts(at_instant timestamptz, dead_days integer) returns void
language sql volatile security definer set search_path = '' as $$
  delete from control.account_links where expires_at < at_instant - make_interval(days => dead_days);
  delete from control.account_mails where created_at < at_instant - make_interval(days => dead_days);
  -- A device that was not seen for a year is new again.
  delete from control.known_devices where seen_at < at_instant - make_interval(days => 365)
$$;
