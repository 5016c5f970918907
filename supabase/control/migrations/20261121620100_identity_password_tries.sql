-- Wrong passwords in a row of each person, and the block that follows. No window: only a right password, the link of
-- the mail or an administrator clears them.

create table control.password_tries (
  person_id uuid primary key references control.people (id) on delete cascade,
  used integer not null check (used > 0),
  blocked_at timestamptz,
  -- SHA-256 of the secret of the mail's link, and the end of its life; a try after that sends another.
  link_hash bytea,
  link_expires_at timestamptz,
  constraint password_tries_link_unique unique (link_hash),
  constraint password_tries_link_length check (octet_length(link_hash) = 32),
  constraint password_tries_block_whole check (
    (blocked_at is null) = (link_hash is null) and (blocked_at is null) = (link_expires_at is null))
);
call control.closed_wall('password_tries');

-- Takes one comparison, or says no. The row's lock makes processes wait for each other. Nobody's id takes none.
create function control.take_password_try(person uuid, allowed integer) returns boolean
language sql volatile security definer set search_path = '' as $$
  with taken as (
    insert into control.password_tries as t (person_id, used) select p.id, 1 from control.people p where p.id = person
    on conflict (person_id) do update set used = t.used + 1 where t.used < allowed and t.blocked_at is null
    returning 1
  )
  select exists (select 1 from taken)
$$;
call control.definer('control.take_password_try(uuid, integer)', 'identity_definer');
grant execute on function control.take_password_try(uuid, integer) to app_user;

-- Blocks a person who has used up his comparisons; true when this call did, or renewed a link that had ended: then a
-- mail is due.
create function control.block_password(
  person uuid, allowed integer, at timestamptz, hash bytea, expires timestamptz) returns boolean
language sql volatile security definer set search_path = '' as $$
  with blocked as (
    update control.password_tries t
      set blocked_at = coalesce(t.blocked_at, at), link_hash = hash, link_expires_at = expires
      where t.person_id = person
        and (t.blocked_at is null and t.used >= allowed or t.blocked_at is not null and t.link_expires_at <= at)
    returning 1
  )
  select exists (select 1 from blocked)
$$;
call control.definer('control.block_password(uuid, integer, timestamptz, bytea, timestamptz)', 'identity_definer');
grant execute on function control.block_password(uuid, integer, timestamptz, bytea, timestamptz) to app_user;

-- Clears the tries of a person and gives the key under which his account is counted elsewhere.
create function control.clear_password_tries(person uuid) returns text
language sql volatile security definer set search_path = '' as $$
  delete from control.password_tries t where t.person_id = person;
  select p.email_key from control.people p where p.id = person
$$;
call control.definer('control.clear_password_tries(uuid)', 'identity_definer');
grant execute on function control.clear_password_tries(uuid) to app_user;

create function control.find_block(hash bytea) returns table (
  person_id uuid, email text, used integer, blocked_at timestamptz, link_expires_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select p.id, p.email, t.used, t.blocked_at, t.link_expires_at
  from control.password_tries t join control.people p on p.id = t.person_id
  where t.link_hash = hash
$$;
call control.definer('control.find_block(bytea)', 'identity_definer');
grant execute on function control.find_block(bytea) to app_user, app_reader;

-- Spends the link of a block. No row: unknown, spent, ended.
create function control.spend_block(hash bytea, at timestamptz) returns table (email_key text)
language sql volatile security definer set search_path = '' as $$
  with freed as (
    delete from control.password_tries t where t.link_hash = hash and t.link_expires_at > at returning t.person_id
  )
  select p.email_key from freed join control.people p on p.id = freed.person_id
$$;
call control.definer('control.spend_block(bytea, timestamptz)', 'identity_definer');
grant execute on function control.spend_block(bytea, timestamptz) to app_user;
