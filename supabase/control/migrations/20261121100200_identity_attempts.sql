-- How often something may be tried, and what was refused.

create table control.rate_limits (
  bucket text not null,
  -- SHA-256 of the address or account that tries: counting needs no name.
  key_hash bytea not null,
  window_started_at timestamptz not null,
  used integer not null check (used > 0),
  primary key (bucket, key_hash)
);
create index rate_limits_by_age on control.rate_limits (window_started_at);
call control.closed_wall('rate_limits');

-- Takes one attempt, or says no. The row's lock makes processes wait for each other, so that no more than `allowed`
-- attempts are ever given in one window; a refused attempt does not prolong the wait.
create function control.take_attempt(
  of_bucket text, of_key bytea, at timestamptz, allowed integer, window_s integer) returns boolean
language sql volatile security definer set search_path = '' as $$
  with taken as (
    insert into control.rate_limits as l (bucket, key_hash, window_started_at, used)
      values (of_bucket, of_key, at, 1)
    on conflict (bucket, key_hash) do update set
      used = case when l.window_started_at + make_interval(secs => window_s) <= at then 1 else l.used + 1 end,
      window_started_at =
        case when l.window_started_at + make_interval(secs => window_s) <= at then at else l.window_started_at end
      where l.used < allowed or l.window_started_at + make_interval(secs => window_s) <= at
    returning 1
  )
  select exists (select 1 from taken)
$$;
call control.definer('control.take_attempt(text, bytea, timestamptz, integer, integer)', 'identity_definer');
grant execute on function control.take_attempt(text, bytea, timestamptz, integer, integer) to app_user, ops_control;

create function control.forget_attempts(of_bucket text, of_key bytea) returns void
language sql volatile security definer set search_path = '' as $$
  delete from control.rate_limits where bucket = of_bucket and key_hash = of_key
$$;
call control.definer('control.forget_attempts(text, bytea)', 'identity_definer');
grant execute on function control.forget_attempts(text, bytea) to app_user, ops_control;

-- Refused sign-ins, for twelve months. No mail address: an unknown one may be a password typed in the wrong field.
create table control.security_log (
  id uuid primary key,
  at timestamptz not null,
  event text not null check (event in (
    'sign_in_wrong', 'sign_in_limited', 'sign_up_limited', 'operator_sign_in_wrong', 'operator_sign_in_limited')),
  person_id uuid references control.people (id) on delete cascade,
  operator_id uuid,
  ip text not null,
  request_id text not null
);
create index security_log_by_time on control.security_log (at);
create index security_log_by_person on control.security_log (person_id, at);
call control.closed_wall('security_log');

create function control.note_security(
  entry uuid, at_instant timestamptz, what text, person uuid, operator uuid, address text, request text) returns void
language sql volatile security definer set search_path = '' as $$
  insert into control.security_log (id, at, event, person_id, operator_id, ip, request_id)
    values (entry, at_instant, what, person, operator, address, request)
$$;
call control.definer('control.note_security(uuid, timestamptz, text, uuid, uuid, text, text)', 'identity_definer');
grant execute on function control.note_security(uuid, timestamptz, text, uuid, uuid, text, text)
  to app_user, ops_control;
