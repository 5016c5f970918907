-- The operator's staff: other tables, other sessions, a second factor without exception.

create table control.operators (
  id uuid primary key,
  email text not null,
  email_key text not null,
  name text not null,
  password_hash text not null,
  -- The secret of the six-digit codes, wrapped under the master key.
  totp_secret bytea not null,
  -- The 30-second step of the last code that was accepted: none at or before it is accepted again (RFC 6238 §5.2).
  totp_last_step bigint not null default 0,
  created_at timestamptz not null default now(),
  disabled_at timestamptz,
  constraint operators_email_unique unique (email_key)
);
call control.closed_wall('operators');

create table control.operator_sessions (
  id uuid primary key,
  operator_id uuid not null references control.operators (id) on delete cascade,
  token_hash bytea not null,
  user_agent text not null,
  created_at timestamptz not null default now(),
  last_seen_at timestamptz not null,
  idle_expires_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  constraint operator_sessions_hash_unique unique (token_hash),
  constraint operator_sessions_hash_length check (octet_length(token_hash) = 32)
);
create index operator_sessions_by_operator on control.operator_sessions (operator_id);
create index operator_sessions_by_expiry on control.operator_sessions (expires_at);
call control.closed_wall('operator_sessions');

alter table control.security_log
  add constraint security_log_operator foreign key (operator_id) references control.operators (id);

-- False when the address is taken.
create function control.create_operator(
  operator uuid, address text, address_key text, called text, hash text, wrapped_secret bytea, at timestamptz
) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into control.operators (id, email, email_key, name, password_hash, totp_secret, created_at)
    values (operator, address, address_key, called, hash, wrapped_secret, at)
    on conflict on constraint operators_email_unique do nothing;
  return found;
end $$;
call control.definer(
  'control.create_operator(uuid, text, text, text, text, bytea, timestamptz)', 'identity_definer');
grant execute on function control.create_operator(uuid, text, text, text, text, bytea, timestamptz) to ops_control;

create function control.operator_credentials(key text) returns table (
  operator_id uuid, password_hash text, totp_secret bytea)
language sql stable security definer set search_path = '' as $$
  select o.id, o.password_hash, o.totp_secret from control.operators o
  where o.email_key = key and o.disabled_at is null
$$;
call control.definer('control.operator_credentials(text)', 'identity_definer');
grant execute on function control.operator_credentials(text) to ops_control;

-- True for one caller only, whoever else shows the same code at the same time.
create function control.spend_operator_step(operator uuid, step bigint) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.operators set totp_last_step = step where id = operator and totp_last_step < step;
  return found;
end $$;
call control.definer('control.spend_operator_step(uuid, bigint)', 'identity_definer');
grant execute on function control.spend_operator_step(uuid, bigint) to ops_control;

create function control.open_operator_session(
  session uuid, operator uuid, hash bytea, agent text, at timestamptz, idle_expires timestamptz, expires timestamptz
) returns void
language sql volatile security definer set search_path = '' as $$
  insert into control.operator_sessions
    (id, operator_id, token_hash, user_agent, created_at, last_seen_at, idle_expires_at, expires_at)
    values (session, operator, hash, agent, at, at, idle_expires, expires)
$$;
call control.definer(
  'control.open_operator_session(uuid, uuid, bytea, text, timestamptz, timestamptz, timestamptz)', 'identity_definer');
grant execute on function control.open_operator_session(
  uuid, uuid, bytea, text, timestamptz, timestamptz, timestamptz) to ops_control;

-- Finds a live session and moves its idle end forward: the console has few people and no need to spare a write.
create function control.find_operator_session(hash bytea, at timestamptz, idle_expires timestamptz) returns table (
  session_id uuid, operator_id uuid, name text)
language sql volatile security definer set search_path = '' as $$
  update control.operator_sessions s set last_seen_at = at, idle_expires_at = idle_expires
  from control.operators o
  where s.token_hash = hash and o.id = s.operator_id and o.disabled_at is null
    and s.revoked_at is null and s.idle_expires_at > at and s.expires_at > at
  returning s.id, o.id, o.name
$$;
call control.definer('control.find_operator_session(bytea, timestamptz, timestamptz)', 'identity_definer');
grant execute on function control.find_operator_session(bytea, timestamptz, timestamptz) to ops_control;

create function control.revoke_operator_session(hash bytea, at timestamptz) returns void
language sql volatile security definer set search_path = '' as $$
  update control.operator_sessions set revoked_at = at where token_hash = hash and revoked_at is null
$$;
call control.definer('control.revoke_operator_session(bytea, timestamptz)', 'identity_definer');
grant execute on function control.revoke_operator_session(bytea, timestamptz) to ops_control;

-- Drops what is over: called once a day.
create function control.sweep_identity(
  at_instant timestamptz, log_days integer, dead_days integer) returns void
language sql volatile security definer set search_path = '' as $$
  delete from control.security_log where at < at_instant - make_interval(days => log_days);
  delete from control.one_time_tokens where expires_at < at_instant - make_interval(days => dead_days);
  delete from control.sign_up_requests where created_at < at_instant - make_interval(days => dead_days)
    and not exists (select 1 from control.one_time_tokens t where t.subject_id = sign_up_requests.id);
  delete from control.sessions where least(expires_at, idle_expires_at, revoked_at)
    < at_instant - make_interval(days => dead_days);
  delete from control.operator_sessions where least(expires_at, idle_expires_at, revoked_at)
    < at_instant - make_interval(days => dead_days);
  delete from control.rate_limits where window_started_at < at_instant - make_interval(days => 2)
$$;
call control.definer('control.sweep_identity(timestamptz, integer, integer)', 'identity_definer');
grant execute on function control.sweep_identity(timestamptz, integer, integer) to app_user;
