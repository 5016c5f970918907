-- What people prove themselves with besides a password: codes of an application, codes by mail, recovery codes and
-- passkeys; and the sign-ins that wait for them. Nothing here is read by a program: every question is a function, and
-- each function about a person asks for the person in scope.

create table control.second_factors (
  person_id uuid primary key references control.people (id) on delete cascade,
  -- Wrapped under the master key; the draft is the one shown on the page until a code of it was typed.
  totp_draft bytea,
  totp_secret bytea,
  -- The 30-second step of the last code accepted: none at or before it is accepted again (RFC 6238 §5.2).
  totp_last_step bigint not null default 0,
  totp_since timestamptz,
  mail_code_since timestamptz
);
call control.closed_wall('second_factors');

create table control.recovery_codes (
  code_hash bytea primary key,
  person_id uuid not null references control.people (id) on delete cascade,
  created_at timestamptz not null default now(),
  spent_at timestamptz,
  constraint recovery_codes_hash_length check (octet_length(code_hash) = 32)
);
create index recovery_codes_by_person on control.recovery_codes (person_id);
call control.closed_wall('recovery_codes');

create table control.passkeys (
  id uuid primary key,
  person_id uuid not null references control.people (id) on delete cascade,
  credential_id bytea not null,
  public_key bytea not null,
  -- Signatures the authenticator says it has made; 0 where it does not count.
  counter bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz not null default now(),
  last_used_at timestamptz,
  constraint passkeys_credential_unique unique (credential_id)
);
create index passkeys_by_person on control.passkeys (person_id);
call control.closed_wall('passkeys');

create table control.passkey_challenges (
  challenge_hash bytea primary key,
  purpose text not null check (purpose in ('enrol', 'sign_in', 'second_step', 'proof')),
  person_id uuid references control.people (id) on delete cascade,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);
create index passkey_challenges_by_person on control.passkey_challenges (person_id);
create index passkey_challenges_by_expiry on control.passkey_challenges (expires_at);
call control.closed_wall('passkey_challenges');

create table control.pending_sign_ins (
  id uuid primary key,
  person_id uuid not null references control.people (id) on delete cascade,
  token_hash bytea not null,
  tries_left integer not null check (tries_left >= 0),
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  spent_at timestamptz,
  constraint pending_sign_ins_hash_unique unique (token_hash)
);
create index pending_sign_ins_by_person on control.pending_sign_ins (person_id);
create index pending_sign_ins_by_expiry on control.pending_sign_ins (expires_at);
call control.closed_wall('pending_sign_ins');

-- A code by mail is derived from its id by the program, so the row holds no secret. `subject_id` is the pending sign-in
-- or the session that asked for it: a code opens nothing else.
create table control.mail_codes (
  id uuid primary key,
  person_id uuid not null references control.people (id) on delete cascade,
  subject_id uuid not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  spent_at timestamptz
);
create index mail_codes_by_person on control.mail_codes (person_id);
create index mail_codes_by_expiry on control.mail_codes (expires_at);
call control.closed_wall('mail_codes');

create function control.my_factors() returns table (
  has_totp boolean, has_mail_code boolean, totp_draft bytea, totp_secret bytea, recovery_left integer)
language sql stable security definer set search_path = '' as $$
  select coalesce(f.totp_secret is not null, false), coalesce(f.mail_code_since is not null, false),
    f.totp_draft, f.totp_secret,
    (select count(*)::integer from control.recovery_codes r where r.person_id = me.id and r.spent_at is null)
  from (select control.app_person_id() as id) me
    left join control.second_factors f on f.person_id = me.id
$$;
call control.definer('control.my_factors()', 'identity_definer');
grant execute on function control.my_factors() to app_user, app_reader;

create function control.draft_totp(wrapped bytea) returns void
language sql volatile security definer set search_path = '' as $$
  insert into control.second_factors (person_id, totp_draft) values (control.app_person_id(), wrapped)
    on conflict (person_id) do update set totp_draft = excluded.totp_draft
$$;
call control.definer('control.draft_totp(bytea)', 'identity_definer');
grant execute on function control.draft_totp(bytea) to app_user;

-- False when another draft has taken its place meanwhile.
create function control.confirm_totp(wrapped bytea, step bigint, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.second_factors set totp_secret = totp_draft, totp_draft = null, totp_last_step = step, totp_since = at
    where person_id = control.app_person_id() and totp_draft = wrapped;
  return found;
end $$;
call control.definer('control.confirm_totp(bytea, bigint, timestamptz)', 'identity_definer');
grant execute on function control.confirm_totp(bytea, bigint, timestamptz) to app_user;

create function control.remove_totp() returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.second_factors set totp_secret = null, totp_draft = null, totp_since = null
    where person_id = control.app_person_id() and totp_secret is not null;
  return found;
end $$;
call control.definer('control.remove_totp()', 'identity_definer');
grant execute on function control.remove_totp() to app_user;

-- True for one caller only, whoever else shows the same code at the same time.
create function control.spend_totp_step(step bigint) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.second_factors set totp_last_step = step
    where person_id = control.app_person_id() and totp_secret is not null and totp_last_step < step;
  return found;
end $$;
call control.definer('control.spend_totp_step(bigint)', 'identity_definer');
grant execute on function control.spend_totp_step(bigint) to app_user;

create function control.switch_mail_code(turned_on boolean, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into control.second_factors as f (person_id, mail_code_since)
    values (control.app_person_id(), case when turned_on then at end)
    on conflict (person_id) do update set mail_code_since = excluded.mail_code_since
      where (f.mail_code_since is null) = turned_on;
  return found;
end $$;
call control.definer('control.switch_mail_code(boolean, timestamptz)', 'identity_definer');
grant execute on function control.switch_mail_code(boolean, timestamptz) to app_user;

create function control.replace_recovery_codes(hashes bytea[], at timestamptz) returns void
language sql volatile security definer set search_path = '' as $$
  delete from control.recovery_codes where person_id = control.app_person_id();
  insert into control.recovery_codes (code_hash, person_id, created_at)
    select hash, control.app_person_id(), at from unnest(hashes) hash
$$;
call control.definer('control.replace_recovery_codes(bytea[], timestamptz)', 'identity_definer');
grant execute on function control.replace_recovery_codes(bytea[], timestamptz) to app_user;

create function control.spend_recovery_code(hash bytea, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.recovery_codes set spent_at = at
    where code_hash = hash and person_id = control.app_person_id() and spent_at is null;
  return found;
end $$;
call control.definer('control.spend_recovery_code(bytea, timestamptz)', 'identity_definer');
grant execute on function control.spend_recovery_code(bytea, timestamptz) to app_user;

create function control.draw_mail_code(code uuid, subject uuid, at timestamptz, expires timestamptz) returns void
language sql volatile security definer set search_path = '' as $$
  update control.mail_codes set spent_at = at where person_id = control.app_person_id() and subject_id = subject
    and spent_at is null;
  insert into control.mail_codes (id, person_id, subject_id, created_at, expires_at)
    values (code, control.app_person_id(), subject, at, expires)
$$;
call control.definer('control.draw_mail_code(uuid, uuid, timestamptz, timestamptz)', 'identity_definer');
grant execute on function control.draw_mail_code(uuid, uuid, timestamptz, timestamptz) to app_user;

create function control.live_mail_code(subject uuid, at timestamptz) returns table (code_id uuid)
language sql stable security definer set search_path = '' as $$
  select c.id from control.mail_codes c
  where c.person_id = control.app_person_id() and c.subject_id = subject and c.spent_at is null and c.expires_at > at
$$;
call control.definer('control.live_mail_code(uuid, timestamptz)', 'identity_definer');
grant execute on function control.live_mail_code(uuid, timestamptz) to app_user, app_reader;

create function control.spend_mail_code(code uuid, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.mail_codes set spent_at = at
    where id = code and person_id = control.app_person_id() and spent_at is null and expires_at > at;
  return found;
end $$;
call control.definer('control.spend_mail_code(uuid, timestamptz)', 'identity_definer');
grant execute on function control.spend_mail_code(uuid, timestamptz) to app_user;

create function control.my_passkeys() returns table (
  id uuid, credential_id bytea, transports text[], name text, created_at timestamptz, last_used_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select k.id, k.credential_id, k.transports, k.name, k.created_at, k.last_used_at
  from control.passkeys k where k.person_id = control.app_person_id() order by k.id
$$;
call control.definer('control.my_passkeys()', 'identity_definer');
grant execute on function control.my_passkeys() to app_user, app_reader;

-- False when the credential is known already, to whomever.
create function control.add_passkey(
  passkey uuid, credential bytea, key bytea, signatures bigint, ways text[], called text, at timestamptz
) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into control.passkeys (id, person_id, credential_id, public_key, counter, transports, name, created_at)
    values (passkey, control.app_person_id(), credential, key, signatures, ways, called, at)
    on conflict on constraint passkeys_credential_unique do nothing;
  return found;
end $$;
call control.definer(
  'control.add_passkey(uuid, bytea, bytea, bigint, text[], text, timestamptz)', 'identity_definer');
grant execute on function control.add_passkey(uuid, bytea, bytea, bigint, text[], text, timestamptz) to app_user;

create function control.rename_passkey(passkey uuid, called text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.passkeys set name = called where id = passkey and person_id = control.app_person_id();
  return found;
end $$;
call control.definer('control.rename_passkey(uuid, text)', 'identity_definer');
grant execute on function control.rename_passkey(uuid, text) to app_user;

create function control.remove_passkey(passkey uuid) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from control.passkeys where id = passkey and person_id = control.app_person_id();
  return found;
end $$;
call control.definer('control.remove_passkey(uuid)', 'identity_definer');
grant execute on function control.remove_passkey(uuid) to app_user;

-- A signature is judged by the public key of the credential that it names: whose it is follows, before anybody is known.
create function control.passkey_of(credential bytea) returns table (
  passkey_id uuid, person_id uuid, public_key bytea, counter bigint)
language sql stable security definer set search_path = '' as $$
  select k.id, k.person_id, k.public_key, k.counter from control.passkeys k where k.credential_id = credential
$$;
call control.definer('control.passkey_of(bytea)', 'identity_definer');
grant execute on function control.passkey_of(bytea) to app_user, app_reader;

-- False where the authenticator counts and has not counted on: a copy of it has signed meanwhile.
create function control.use_passkey(passkey uuid, signatures bigint, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.passkeys set counter = signatures, last_used_at = at
    where id = passkey and person_id = control.app_person_id()
      and (counter < signatures or (counter = 0 and signatures = 0));
  return found;
end $$;
call control.definer('control.use_passkey(uuid, bigint, timestamptz)', 'identity_definer');
grant execute on function control.use_passkey(uuid, bigint, timestamptz) to app_user;

create function control.keep_challenge(hash bytea, why text, person uuid, at timestamptz, expires timestamptz)
returns void
language sql volatile security definer set search_path = '' as $$
  insert into control.passkey_challenges (challenge_hash, purpose, person_id, created_at, expires_at)
    values (hash, why, person, at, expires)
$$;
call control.definer('control.keep_challenge(bytea, text, uuid, timestamptz, timestamptz)', 'identity_definer');
grant execute on function control.keep_challenge(bytea, text, uuid, timestamptz, timestamptz) to app_user;

create function control.spend_challenge(hash bytea, why text, person uuid, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from control.passkey_challenges c
    where c.challenge_hash = hash and c.purpose = why and c.person_id is not distinct from person
      and c.expires_at > at;
  return found;
end $$;
call control.definer('control.spend_challenge(bytea, text, uuid, timestamptz)', 'identity_definer');
grant execute on function control.spend_challenge(bytea, text, uuid, timestamptz) to app_user;

create function control.open_pending_sign_in(
  pending uuid, hash bytea, tries integer, at timestamptz, expires timestamptz) returns void
language sql volatile security definer set search_path = '' as $$
  insert into control.pending_sign_ins (id, person_id, token_hash, tries_left, created_at, expires_at)
    values (pending, control.app_person_id(), hash, tries, at, expires)
$$;
call control.definer('control.open_pending_sign_in(uuid, bytea, integer, timestamptz, timestamptz)', 'identity_definer');
grant execute on function control.open_pending_sign_in(uuid, bytea, integer, timestamptz, timestamptz) to app_user;

create function control.find_pending_sign_in(hash bytea, at timestamptz) returns table (
  pending_id uuid, person_id uuid, email text)
language sql stable security definer set search_path = '' as $$
  select s.id, s.person_id, p.email from control.pending_sign_ins s join control.people p on p.id = s.person_id
  where s.token_hash = hash and s.spent_at is null and s.expires_at > at
$$;
call control.definer('control.find_pending_sign_in(bytea, timestamptz)', 'identity_definer');
grant execute on function control.find_pending_sign_in(bytea, timestamptz) to app_user, app_reader;

-- Takes one of the tries of a pending sign-in; no row when none is left or it is over.
create function control.take_second_step_try(hash bytea, at timestamptz) returns table (pending_id uuid, person_id uuid)
language sql volatile security definer set search_path = '' as $$
  update control.pending_sign_ins s set tries_left = s.tries_left - 1
  where s.token_hash = hash and s.spent_at is null and s.expires_at > at and s.tries_left > 0
  returning s.id, s.person_id
$$;
call control.definer('control.take_second_step_try(bytea, timestamptz)', 'identity_definer');
grant execute on function control.take_second_step_try(bytea, timestamptz) to app_user;

create function control.spend_pending_sign_in(hash bytea, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.pending_sign_ins set spent_at = at
    where token_hash = hash and spent_at is null and expires_at > at;
  return found;
end $$;
call control.definer('control.spend_pending_sign_in(bytea, timestamptz)', 'identity_definer');
grant execute on function control.spend_pending_sign_in(bytea, timestamptz) to app_user;

-- Drops what is over of these tables: called once a day beside sweep_identity.
create function control.sweep_factors(at timestamptz) returns void
language sql volatile security definer set search_path = '' as $$
  delete from control.passkey_challenges where expires_at < at;
  delete from control.pending_sign_ins where expires_at < at;
  delete from control.mail_codes where expires_at < at
$$;
call control.definer('control.sweep_factors(timestamptz)', 'identity_definer');
grant execute on function control.sweep_factors(timestamptz) to app_user;
