-- Governing the operators: an administrator makes one by a link that he hands over, changes his role, takes his factors
-- away, ends his sessions, shuts him out. Nobody does any of it to himself, so that an administrator always remains.

alter table control.operators
  alter column password_hash drop not null,
  alter column totp_secret drop not null,
  -- Drawn with the link; becomes the secret when the link is followed and a code was right.
  add column totp_draft bytea,
  add column link_hash bytea,
  add column link_expires_at timestamptz,
  add constraint operators_link_unique unique (link_hash),
  add constraint operators_link_whole check (
    (link_hash is null) = (link_expires_at is null) and (link_hash is null) = (totp_draft is null));

create or replace function control.operator_credentials(key text) returns table (
  operator_id uuid, password_hash text, totp_secret bytea)
language sql stable security definer set search_path = '' as $$
  select o.id, o.password_hash, o.totp_secret from control.operators o
  where o.email_key = key and o.disabled_at is null and o.password_hash is not null and o.totp_secret is not null
$$;

-- Passkeys of operators, as those of people: a device and its owner's gesture are two factors.
create table control.operator_passkeys (
  id uuid primary key,
  operator_id uuid not null references control.operators (id) on delete cascade,
  credential_id bytea not null,
  public_key bytea not null,
  counter bigint not null,
  transports text[] not null,
  name text not null,
  created_at timestamptz not null,
  last_used_at timestamptz,
  constraint operator_passkeys_credential_unique unique (credential_id)
);
create index operator_passkeys_by_operator on control.operator_passkeys (operator_id);
call control.closed_wall('operator_passkeys');

-- What a device is asked to sign, by the hash of the challenge: once, within minutes, for one purpose.
create table control.operator_challenges (
  challenge_hash bytea primary key,
  purpose text not null check (purpose in ('enrol', 'sign_in')),
  operator_id uuid references control.operators (id) on delete cascade,
  expires_at timestamptz not null
);
create index operator_challenges_by_operator on control.operator_challenges (operator_id);
call control.closed_wall('operator_challenges');

-- Who there is, without anything that signs in.
create function control.staff(at timestamptz) returns table (
  id uuid, email text, name text, role text, created_at timestamptz, disabled_at timestamptz, has_totp boolean,
  passkeys integer, link_expires_at timestamptz, last_seen_at timestamptz, open_sessions integer)
language sql stable security definer set search_path = '' as $$
  select o.id, o.email, o.name, o.role, o.created_at, o.disabled_at, o.totp_secret is not null,
    (select count(*)::integer from control.operator_passkeys k where k.operator_id = o.id), o.link_expires_at,
    (select max(s.last_seen_at) from control.operator_sessions s where s.operator_id = o.id),
    (select count(*)::integer from control.operator_sessions s where s.operator_id = o.id and s.revoked_at is null
      and s.idle_expires_at > at and s.expires_at > at)
  from control.operators o order by o.name, o.id
$$;
call control.definer('control.staff(timestamptz)', 'identity_definer');
grant execute on function control.staff(timestamptz) to ops_control;

-- True while somebody is an administrator who may still sign in. Two who act at once wait for each other here.
create function control.is_administrator(operator uuid) returns boolean
language plpgsql volatile set search_path = '' as $$
begin
  perform 1 from control.operators o where o.role = 'administrator' order by o.id for update;
  return exists (select 1 from control.operators o
    where o.id = operator and o.role = 'administrator' and o.disabled_at is null);
end $$;
revoke all on function control.is_administrator(uuid) from public;
grant execute on function control.is_administrator(uuid) to identity_definer;

-- False when the address is taken, or who asks is no administrator.
create function control.invite_operator(
  asker uuid, operator uuid, address text, address_key text, called text, what_role text, wrapped_draft bytea,
  hash bytea, expires timestamptz, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if not control.is_administrator(asker) then return false; end if;
  insert into control.operators
    (id, email, email_key, name, role, totp_draft, link_hash, link_expires_at, created_at)
    values (operator, address, address_key, called, what_role, wrapped_draft, hash, expires, at)
    on conflict on constraint operators_email_unique do nothing;
  return found;
end $$;
call control.definer(
  'control.invite_operator(uuid, uuid, text, text, text, text, bytea, bytea, timestamptz, timestamptz)',
  'identity_definer');
grant execute on function control.invite_operator(
  uuid, uuid, text, text, text, text, bytea, bytea, timestamptz, timestamptz) to ops_control;

create function control.set_operator_role(asker uuid, operator uuid, what_role text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if asker = operator or not control.is_administrator(asker) then return false; end if;
  update control.operators o set role = what_role where o.id = operator and o.role <> what_role;
  return found;
end $$;
call control.definer('control.set_operator_role(uuid, uuid, text)', 'identity_definer');
grant execute on function control.set_operator_role(uuid, uuid, text) to ops_control;

-- Sessions of an operator that were alive, ended now; -1 where who asks may not.
create function control.end_operator_sessions(asker uuid, operator uuid, at timestamptz) returns integer
language plpgsql volatile security definer set search_path = '' as $$
declare ended integer;
begin
  if not control.is_administrator(asker) then return -1; end if;
  update control.operator_sessions s set revoked_at = at where s.operator_id = operator and s.revoked_at is null
    and s.idle_expires_at > at and s.expires_at > at;
  get diagnostics ended = row_count;
  return ended;
end $$;
call control.definer('control.end_operator_sessions(uuid, uuid, timestamptz)', 'identity_definer');
grant execute on function control.end_operator_sessions(uuid, uuid, timestamptz) to ops_control;

-- Password, codes and passkeys gone, sessions ended; a new link is the only way in.
create function control.reset_operator(
  asker uuid, operator uuid, wrapped_draft bytea, hash bytea, expires timestamptz, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if asker = operator or not control.is_administrator(asker) then return false; end if;
  update control.operators o set password_hash = null, totp_secret = null, totp_draft = wrapped_draft,
      link_hash = hash, link_expires_at = expires
    where o.id = operator and o.disabled_at is null;
  if not found then return false; end if;
  delete from control.operator_passkeys k where k.operator_id = operator;
  update control.operator_sessions s set revoked_at = at where s.operator_id = operator and s.revoked_at is null;
  return true;
end $$;
call control.definer('control.reset_operator(uuid, uuid, bytea, bytea, timestamptz, timestamptz)', 'identity_definer');
grant execute on function control.reset_operator(uuid, uuid, bytea, bytea, timestamptz, timestamptz) to ops_control;

-- Shuts an operator out, or lets him in again (`shut` false); false when nothing changes or who asks may not.
create function control.shut_operator_out(asker uuid, operator uuid, shut boolean, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  if asker = operator or not control.is_administrator(asker) then return false; end if;
  update control.operators o set disabled_at = case when shut then at end, totp_draft = null, link_hash = null,
      link_expires_at = null
    where o.id = operator and (o.disabled_at is null) = shut;
  if not found then return false; end if;
  update control.operator_sessions s set revoked_at = at where s.operator_id = operator and s.revoked_at is null;
  return true;
end $$;
call control.definer('control.shut_operator_out(uuid, uuid, boolean, timestamptz)', 'identity_definer');
grant execute on function control.shut_operator_out(uuid, uuid, boolean, timestamptz) to ops_control;

create function control.operator_of_link(hash bytea, at timestamptz) returns table (
  id uuid, email text, name text, totp_draft bytea)
language sql stable security definer set search_path = '' as $$
  select o.id, o.email, o.name, o.totp_draft from control.operators o
  where o.link_hash = hash and o.link_expires_at > at and o.disabled_at is null
$$;
call control.definer('control.operator_of_link(bytea, timestamptz)', 'identity_definer');
grant execute on function control.operator_of_link(bytea, timestamptz) to ops_control;

-- The link followed, a password chosen and a first code right: true for one caller only.
create function control.settle_operator(hash bytea, password text, step bigint, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.operators o set password_hash = password, totp_secret = o.totp_draft, totp_last_step = step,
      totp_draft = null, link_hash = null, link_expires_at = null
    where o.link_hash = hash and o.link_expires_at > at and o.disabled_at is null;
  return found;
end $$;
call control.definer('control.settle_operator(bytea, text, bigint, timestamptz)', 'identity_definer');
grant execute on function control.settle_operator(bytea, text, bigint, timestamptz) to ops_control;

-- Ends what opens for a person, on every device; null where the address is nobody's or who asks may not.
create function control.end_person_sessions(asker uuid, key text, at timestamptz) returns table (
  person_id uuid, ended integer)
language plpgsql volatile security definer set search_path = '' as $$
declare somebody uuid; alive integer;
begin
  if not control.is_administrator(asker) then return; end if;
  select p.id into somebody from control.people p where p.email_key = key;
  if somebody is null then return; end if;
  update control.sessions s set revoked_at = at where s.person_id = somebody and s.revoked_at is null
    and s.idle_expires_at > at and s.expires_at > at;
  get diagnostics alive = row_count;
  delete from control.pending_sign_ins w where w.person_id = somebody;
  return query select somebody, alive;
end $$;
call control.definer('control.end_person_sessions(uuid, text, timestamptz)', 'identity_definer');
grant execute on function control.end_person_sessions(uuid, text, timestamptz) to ops_control;

-- An operator's own passkeys: each function takes the hash of his session, and answers for its operator alone.
create function control.operator_of_session(hash bytea, at timestamptz) returns uuid
language sql stable set search_path = '' as $$
  select s.operator_id from control.operator_sessions s join control.operators o on o.id = s.operator_id
  where s.token_hash = hash and s.revoked_at is null and s.idle_expires_at > at and s.expires_at > at
    and o.disabled_at is null
$$;
revoke all on function control.operator_of_session(bytea, timestamptz) from public;
grant execute on function control.operator_of_session(bytea, timestamptz) to identity_definer;

create function control.own_operator_passkeys(hash bytea, at timestamptz) returns table (
  id uuid, credential_id bytea, name text, created_at timestamptz, last_used_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select k.id, k.credential_id, k.name, k.created_at, k.last_used_at from control.operator_passkeys k
  where k.operator_id = control.operator_of_session(hash, at) order by k.created_at, k.id
$$;
call control.definer('control.own_operator_passkeys(bytea, timestamptz)', 'identity_definer');
grant execute on function control.own_operator_passkeys(bytea, timestamptz) to ops_control;

create function control.add_operator_passkey(
  hash bytea, passkey uuid, credential bytea, key bytea, signatures bigint, ways text[], called text, at timestamptz)
returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare owner uuid := control.operator_of_session(hash, at);
begin
  if owner is null then return false; end if;
  insert into control.operator_passkeys
    (id, operator_id, credential_id, public_key, counter, transports, name, created_at)
    values (passkey, owner, credential, key, signatures, ways, called, at)
    on conflict on constraint operator_passkeys_credential_unique do nothing;
  return found;
end $$;
call control.definer(
  'control.add_operator_passkey(bytea, uuid, bytea, bytea, bigint, text[], text, timestamptz)', 'identity_definer');
grant execute on function control.add_operator_passkey(
  bytea, uuid, bytea, bytea, bigint, text[], text, timestamptz) to ops_control;

create function control.remove_operator_passkey(hash bytea, passkey uuid, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from control.operator_passkeys k
    where k.id = passkey and k.operator_id = control.operator_of_session(hash, at);
  return found;
end $$;
call control.definer('control.remove_operator_passkey(bytea, uuid, timestamptz)', 'identity_definer');
grant execute on function control.remove_operator_passkey(bytea, uuid, timestamptz) to ops_control;

create function control.operator_passkey_of(credential bytea) returns table (
  passkey_id uuid, operator_id uuid, public_key bytea, counter bigint)
language sql stable security definer set search_path = '' as $$
  select k.id, k.operator_id, k.public_key, k.counter from control.operator_passkeys k
    join control.operators o on o.id = k.operator_id
  where k.credential_id = credential and o.disabled_at is null
$$;
call control.definer('control.operator_passkey_of(bytea)', 'identity_definer');
grant execute on function control.operator_passkey_of(bytea) to ops_control;

-- False when the counter has not gone on (WebAuthn §6.1.1): a copy of the device was quicker. Devices that do not
-- count stay at nought.
create function control.use_operator_passkey(passkey uuid, signatures bigint, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.operator_passkeys k set counter = signatures, last_used_at = at
    where k.id = passkey and (signatures > k.counter or (signatures = 0 and k.counter = 0));
  return found;
end $$;
call control.definer('control.use_operator_passkey(uuid, bigint, timestamptz)', 'identity_definer');
grant execute on function control.use_operator_passkey(uuid, bigint, timestamptz) to ops_control;

create function control.keep_operator_challenge(
  hash bytea, what text, operator uuid, expires timestamptz, at timestamptz) returns void
language sql volatile security definer set search_path = '' as $$
  delete from control.operator_challenges c where c.expires_at < at;
  insert into control.operator_challenges (challenge_hash, purpose, operator_id, expires_at)
    values (hash, what, operator, expires)
$$;
call control.definer('control.keep_operator_challenge(bytea, text, uuid, timestamptz, timestamptz)', 'identity_definer');
grant execute on function control.keep_operator_challenge(bytea, text, uuid, timestamptz, timestamptz) to ops_control;

create function control.spend_operator_challenge(hash bytea, what text, operator uuid, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  delete from control.operator_challenges c where c.challenge_hash = hash and c.purpose = what
    and c.operator_id is not distinct from operator and c.expires_at > at;
  return found;
end $$;
call control.definer('control.spend_operator_challenge(bytea, text, uuid, timestamptz)', 'identity_definer');
grant execute on function control.spend_operator_challenge(bytea, text, uuid, timestamptz) to ops_control;
