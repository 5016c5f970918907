-- When the person behind a session last proved who he is, and whether by a second factor. A session is strong from the
-- moment that a second factor proved it; it never becomes weak again.

alter table control.sessions
  add column proved_at timestamptz not null default now(),
  add column is_strong boolean not null default false;
-- Nobody who is signed in at this moment was asked anything: his proof is his sign-in.
update control.sessions set proved_at = created_at;

drop function control.open_session(uuid, uuid, bytea, text, timestamptz, timestamptz, timestamptz);
create function control.open_session(
  session uuid, person uuid, hash bytea, agent text, at timestamptz, idle_expires timestamptz, expires timestamptz,
  strong boolean
) returns void
language sql volatile security definer set search_path = '' as $$
  insert into control.sessions
    (id, person_id, token_hash, user_agent, created_at, last_seen_at, idle_expires_at, expires_at, proved_at, is_strong)
    values (session, person, hash, agent, at, at, idle_expires, expires, at, strong)
$$;
call control.definer(
  'control.open_session(uuid, uuid, bytea, text, timestamptz, timestamptz, timestamptz, boolean)', 'identity_definer');
grant execute on function control.open_session(
  uuid, uuid, bytea, text, timestamptz, timestamptz, timestamptz, boolean) to app_user;

drop function control.find_session(bytea, timestamptz);
create function control.find_session(hash bytea, at timestamptz) returns table (
  session_id uuid, person_id uuid, email text, name text, last_seen_at timestamptz, proved_at timestamptz,
  is_strong boolean)
language sql stable security definer set search_path = '' as $$
  select s.id, p.id, p.email, p.name, s.last_seen_at, s.proved_at, s.is_strong
  from control.sessions s join control.people p on p.id = s.person_id
  where s.token_hash = hash and s.revoked_at is null and s.idle_expires_at > at and s.expires_at > at
$$;
call control.definer('control.find_session(bytea, timestamptz)', 'identity_definer');
grant execute on function control.find_session(bytea, timestamptz) to app_user, app_reader;

-- A proof changes the session's token: one that was copied before is worth nothing after.
create function control.prove_session(old_hash bytea, new_hash bytea, at timestamptz, strong boolean) returns table (
  person_id uuid, expires_at timestamptz)
language sql volatile security definer set search_path = '' as $$
  update control.sessions s set token_hash = new_hash, proved_at = at, is_strong = s.is_strong or strong
  where s.token_hash = old_hash and s.person_id = control.app_person_id()
    and s.revoked_at is null and s.idle_expires_at > at and s.expires_at > at
  returning s.person_id, s.expires_at
$$;
call control.definer('control.prove_session(bytea, bytea, timestamptz, boolean)', 'identity_definer');
grant execute on function control.prove_session(bytea, bytea, timestamptz, boolean) to app_user;

-- What the person in scope compares his password with.
create function control.my_credentials() returns table (person_id uuid, email text, password_hash text)
language sql stable security definer set search_path = '' as $$
  select p.id, p.email, p.password_hash from control.people p where p.id = control.app_person_id()
$$;
call control.definer('control.my_credentials()', 'identity_definer');
grant execute on function control.my_credentials() to app_user, app_reader;

alter table control.security_log drop constraint security_log_event_check;
alter table control.security_log add constraint security_log_event_check check (event in (
  'sign_in_wrong', 'sign_in_limited', 'sign_up_limited', 'operator_sign_in_wrong', 'operator_sign_in_limited',
  'proof_wrong', 'proof_limited', 'second_step_wrong', 'second_step_limited'));
