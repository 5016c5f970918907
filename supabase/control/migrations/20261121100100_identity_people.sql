-- People and how they come in: sign-ups, one-time links, sessions. No program reads these tables: each question that
-- may be asked of them is a function below, which takes the hash of a secret or an address, never an open filter.

create table control.people (
  id uuid primary key,
  email text not null,
  -- The address in lower case: two spellings of one mailbox are one person.
  email_key text not null,
  name text,
  password_hash text not null,
  -- A person is made by the click in the mail, so nobody ever stands here unconfirmed.
  confirmed_at timestamptz not null,
  created_at timestamptz not null default now(),
  constraint people_email_unique unique (email_key)
);
call control.closed_wall('people');

create table control.sign_up_requests (
  id uuid primary key,
  email text not null,
  email_key text not null,
  company_name text not null,
  -- Of the page that was filled in, hence of the mails that answer it.
  language text not null check (language in ('fr', 'en')),
  -- Held only until the address is confirmed, and only for a new one.
  password_hash text,
  -- The person who opens a further dossier.
  person_id uuid references control.people (id) on delete cascade,
  created_at timestamptz not null default now(),
  confirmed_at timestamptz
);
create index sign_up_requests_by_email on control.sign_up_requests (email_key);
create index sign_up_requests_by_person on control.sign_up_requests (person_id);
create index sign_up_requests_by_age on control.sign_up_requests (created_at);
call control.closed_wall('sign_up_requests');

create table control.one_time_tokens (
  id uuid primary key,
  purpose text not null check (purpose in ('confirm_signup', 'open_second_dossier', 'refused_signup')),
  token_hash bytea not null,
  -- The sign-up request that the link is about.
  subject_id uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  spent_at timestamptz,
  constraint one_time_tokens_hash_unique unique (token_hash),
  constraint one_time_tokens_hash_length check (octet_length(token_hash) = 32)
);
create index one_time_tokens_by_subject on control.one_time_tokens (subject_id);
create index one_time_tokens_by_expiry on control.one_time_tokens (expires_at);
call control.closed_wall('one_time_tokens');

create table control.sessions (
  id uuid primary key,
  person_id uuid not null references control.people (id) on delete cascade,
  token_hash bytea not null,
  user_agent text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null,
  idle_expires_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  constraint sessions_hash_unique unique (token_hash),
  constraint sessions_hash_length check (octet_length(token_hash) = 32)
);
create index sessions_by_person on control.sessions (person_id);
create index sessions_by_expiry on control.sessions (expires_at);
call control.closed_wall('sessions');

create function control.credentials_of(key text) returns table (person_id uuid, password_hash text)
language sql stable security definer set search_path = '' as $$
  select p.id, p.password_hash from control.people p where p.email_key = key
$$;
call control.definer('control.credentials_of(text)', 'identity_definer');
grant execute on function control.credentials_of(text) to app_user;

-- The three cases of a sign-up write the same rows, so that none takes longer than another.
create function control.record_sign_up(
  request uuid, token uuid, hash bytea, why text, at timestamptz, expires timestamptz,
  address text, address_key text, company text, spoken text, new_hash text, person uuid
) returns void
language sql volatile security definer set search_path = '' as $$
  insert into control.sign_up_requests (id, email, email_key, company_name, language, password_hash, person_id, created_at)
    values (request, address, address_key, company, spoken, new_hash, person, at);
  insert into control.one_time_tokens (id, purpose, token_hash, subject_id, created_at, expires_at)
    values (token, why, hash, request, at, expires)
$$;
call control.definer(
  'control.record_sign_up(uuid, uuid, bytea, text, timestamptz, timestamptz, text, text, text, text, text, uuid)',
  'identity_definer');
grant execute on function control.record_sign_up(
  uuid, uuid, bytea, text, timestamptz, timestamptz, text, text, text, text, text, uuid) to app_user;

create function control.find_sign_up(hash bytea) returns table (
  request_id uuid, purpose text, email text, company_name text, language text, expires_at timestamptz,
  spent_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select r.id, t.purpose, r.email, r.company_name, r.language, t.expires_at, t.spent_at
  from control.one_time_tokens t join control.sign_up_requests r on r.id = t.subject_id
  where t.token_hash = hash
$$;
call control.definer('control.find_sign_up(bytea)', 'identity_definer');
grant execute on function control.find_sign_up(bytea) to app_user, app_reader;

-- Spends the link and makes the person. No row: unknown, spent, expired, or overtaken by another confirmation.
create function control.spend_sign_up(hash bytea, at timestamptz, new_person uuid) returns table (
  request_id uuid, token_id uuid, person_id uuid, email text, label text, company_name text, is_new boolean)
language plpgsql volatile security definer set search_path = '' as $$
declare
  spent record;
  asked control.sign_up_requests;
begin
  update control.one_time_tokens t set spent_at = at
    where t.token_hash = hash and t.purpose in ('confirm_signup', 'open_second_dossier')
      and t.spent_at is null and t.expires_at > at
    returning t.id, t.subject_id, t.purpose into spent;
  if not found then return; end if;
  select * into strict asked from control.sign_up_requests r where r.id = spent.subject_id;
  is_new := spent.purpose = 'confirm_signup';
  if is_new then
    insert into control.people (id, email, email_key, password_hash, confirmed_at, created_at)
      values (new_person, asked.email, asked.email_key, asked.password_hash, at, at)
      on conflict on constraint people_email_unique do nothing;
    if not found then return; end if;
    -- Another sign-up of this address, perhaps somebody else's with another password, must not follow.
    update control.one_time_tokens t set spent_at = at
      from control.sign_up_requests r
      where r.email_key = asked.email_key and r.id <> asked.id and t.subject_id = r.id
        and t.purpose = 'confirm_signup' and t.spent_at is null;
    update control.sign_up_requests r set password_hash = null where r.email_key = asked.email_key;
  end if;
  request_id := asked.id;
  token_id := spent.id;
  person_id := coalesce(asked.person_id, new_person);
  select p.email, coalesce(p.name, p.email) into strict email, label
    from control.people p where p.id = coalesce(asked.person_id, new_person);
  company_name := asked.company_name;
  update control.sign_up_requests r set confirmed_at = at, person_id = coalesce(asked.person_id, new_person)
    where r.id = asked.id;
  return next;
end $$;
call control.definer('control.spend_sign_up(bytea, timestamptz, uuid)', 'identity_definer');
grant execute on function control.spend_sign_up(bytea, timestamptz, uuid) to app_user;

create function control.open_session(
  session uuid, person uuid, hash bytea, agent text, at timestamptz, idle_expires timestamptz, expires timestamptz
) returns void
language sql volatile security definer set search_path = '' as $$
  insert into control.sessions
    (id, person_id, token_hash, user_agent, created_at, last_seen_at, idle_expires_at, expires_at)
    values (session, person, hash, agent, at, at, idle_expires, expires)
$$;
call control.definer(
  'control.open_session(uuid, uuid, bytea, text, timestamptz, timestamptz, timestamptz)', 'identity_definer');
grant execute on function control.open_session(
  uuid, uuid, bytea, text, timestamptz, timestamptz, timestamptz) to app_user;

create function control.find_session(hash bytea, at timestamptz) returns table (
  session_id uuid, person_id uuid, email text, name text, last_seen_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select s.id, p.id, p.email, p.name, s.last_seen_at
  from control.sessions s join control.people p on p.id = s.person_id
  where s.token_hash = hash and s.revoked_at is null and s.idle_expires_at > at and s.expires_at > at
$$;
call control.definer('control.find_session(bytea, timestamptz)', 'identity_definer');
grant execute on function control.find_session(bytea, timestamptz) to app_user, app_reader;

create function control.touch_session(hash bytea, at timestamptz, idle_expires timestamptz) returns void
language sql volatile security definer set search_path = '' as $$
  update control.sessions set last_seen_at = at, idle_expires_at = idle_expires
    where token_hash = hash and revoked_at is null and idle_expires_at > at and expires_at > at
$$;
call control.definer('control.touch_session(bytea, timestamptz, timestamptz)', 'identity_definer');
grant execute on function control.touch_session(bytea, timestamptz, timestamptz) to app_user;

create function control.revoke_session(hash bytea, at timestamptz) returns void
language sql volatile security definer set search_path = '' as $$
  update control.sessions set revoked_at = at where token_hash = hash and revoked_at is null
$$;
call control.definer('control.revoke_session(bytea, timestamptz)', 'identity_definer');
grant execute on function control.revoke_session(bytea, timestamptz) to app_user;

-- The person in scope changes his own name.
create function control.rename_me(called text) returns void
language sql volatile security definer set search_path = '' as $$
  update control.people set name = called where id = control.app_person_id()
$$;
call control.definer('control.rename_me(text)', 'identity_definer');
grant execute on function control.rename_me(text) to app_user;

create function control.replace_password(person uuid, known_hash text, new_hash text) returns void
language sql volatile security definer set search_path = '' as $$
  update control.people set password_hash = new_hash where id = person and password_hash = known_hash
$$;
call control.definer('control.replace_password(uuid, text, text)', 'identity_definer');
grant execute on function control.replace_password(uuid, text, text) to app_user;
