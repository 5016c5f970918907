-- What an operator may do: support reads and answers people, operations runs cells and dossiers, administrator decides
-- what two must decide and governs the operators. Each role may what the one before may.

alter table control.operators
  add column role text not null default 'support'
    constraint operators_role check (role in ('support', 'operations', 'administrator'));
-- Whoever was there before there were roles could do everything.
update control.operators set role = 'administrator';

drop function control.create_operator(uuid, text, text, text, text, bytea, timestamptz);
-- False when the address is taken.
create function control.create_operator(
  operator uuid, address text, address_key text, called text, what_role text, hash text, wrapped_secret bytea,
  at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into control.operators (id, email, email_key, name, role, password_hash, totp_secret, created_at)
    values (operator, address, address_key, called, what_role, hash, wrapped_secret, at)
    on conflict on constraint operators_email_unique do nothing;
  return found;
end $$;
call control.definer(
  'control.create_operator(uuid, text, text, text, text, text, bytea, timestamptz)', 'identity_definer');
grant execute on function control.create_operator(uuid, text, text, text, text, text, bytea, timestamptz)
  to ops_control;

drop function control.find_operator_session(bytea, timestamptz, timestamptz);
-- Finds a live session and moves its idle end forward: the console has few people and no need to spare a write. The
-- role is the one of now: a change holds from the next page on.
create function control.find_operator_session(hash bytea, at timestamptz, idle_expires timestamptz) returns table (
  session_id uuid, operator_id uuid, name text, role text)
language sql volatile security definer set search_path = '' as $$
  update control.operator_sessions s set last_seen_at = at, idle_expires_at = idle_expires
  from control.operators o
  where s.token_hash = hash and o.id = s.operator_id and o.disabled_at is null
    and s.revoked_at is null and s.idle_expires_at > at and s.expires_at > at
  returning s.id, o.id, o.name, o.role
$$;
call control.definer('control.find_operator_session(bytea, timestamptz, timestamptz)', 'identity_definer');
grant execute on function control.find_operator_session(bytea, timestamptz, timestamptz) to ops_control;
