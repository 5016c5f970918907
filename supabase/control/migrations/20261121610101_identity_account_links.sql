-- The account of a person who forgot his password: links that work once, and the mails that carry them.

-- Language of the mails that a person receives.
alter table control.people add column language text not null default 'fr' check (language in ('fr', 'en'));

-- Links of people who have an account, by the hash of their secret. Who asks for an unknown address gets a link too,
-- of nobody: the same rows are written, in the same time.
create table control.account_links (
  id uuid primary key,
  purpose text not null check (purpose in ('reset_password', 'confirm_address', 'restore_address')),
  token_hash bytea not null,
  person_id uuid references control.people (id) on delete cascade,
  -- The address that the link gives to the person, where it gives one.
  email text,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  spent_at timestamptz,
  constraint account_links_hash_unique unique (token_hash),
  constraint account_links_hash_length check (octet_length(token_hash) = 32),
  constraint account_links_address check ((purpose = 'reset_password') = (email is null))
);
create index account_links_by_person on control.account_links (person_id);
create index account_links_by_expiry on control.account_links (expires_at);
call control.closed_wall('account_links');

-- Mails about an account, until they have left: a job knows an id, and what it writes must outlive the account itself.
create table control.account_mails (
  id uuid primary key,
  kind text not null,
  -- Empty for the mail of nobody, which never leaves.
  email text not null,
  language text not null check (language in ('fr', 'en')),
  link_id uuid,
  facts jsonb not null,
  created_at timestamptz not null
);
create index account_mails_by_age on control.account_mails (created_at);
call control.closed_wall('account_mails');

create function control.post_account_mail(
  mail uuid, what text, address text, spoken text, link uuid, told jsonb, at timestamptz) returns void
language sql volatile security definer set search_path = '' as $$
  insert into control.account_mails (id, kind, email, language, link_id, facts, created_at)
    values (mail, what, address, spoken, link, told, at)
$$;
call control.definer(
  'control.post_account_mail(uuid, text, text, text, uuid, jsonb, timestamptz)', 'identity_definer');
grant execute on function control.post_account_mail(uuid, text, text, text, uuid, jsonb, timestamptz) to app_user;

create function control.account_mail(mail uuid) returns table (
  kind text, email text, language text, link_id uuid, facts jsonb)
language sql stable security definer set search_path = '' as $$
  select m.kind, m.email, m.language, m.link_id, m.facts from control.account_mails m where m.id = mail
$$;
call control.definer('control.account_mail(uuid)', 'identity_definer');
grant execute on function control.account_mail(uuid) to app_user, app_reader;

create function control.drop_account_mail(mail uuid) returns void
language sql volatile security definer set search_path = '' as $$
  delete from control.account_mails where id = mail
$$;
call control.definer('control.drop_account_mail(uuid)', 'identity_definer');
grant execute on function control.drop_account_mail(uuid) to app_user;

-- Writes the link and its mail, for whoever has the address: nobody's rows are like anybody's.
create function control.ask_reset(
  key text, link uuid, hash bytea, mail uuid, at timestamptz, expires timestamptz) returns void
language sql volatile security definer set search_path = '' as $$
  insert into control.account_links (id, purpose, token_hash, person_id, created_at, expires_at)
    values (link, 'reset_password', hash, (select p.id from control.people p where p.email_key = key), at, expires);
  insert into control.account_mails (id, kind, email, language, link_id, facts, created_at)
    select mail, 'reset_password', coalesce(max(p.email), ''), coalesce(max(p.language), 'fr'), link, '{}', at
    from control.people p where p.email_key = key
$$;
call control.definer('control.ask_reset(text, uuid, bytea, uuid, timestamptz, timestamptz)', 'identity_definer');
grant execute on function control.ask_reset(text, uuid, bytea, uuid, timestamptz, timestamptz) to app_user;

-- A link that is alive, with the address that its person signs in with now.
create function control.find_account_link(hash bytea, why text, at timestamptz) returns table (
  person_id uuid, email text, given_email text)
language sql stable security definer set search_path = '' as $$
  select p.id, p.email, l.email
  from control.account_links l join control.people p on p.id = l.person_id
  where l.token_hash = hash and l.purpose = why and l.spent_at is null and l.expires_at > at
$$;
call control.definer('control.find_account_link(bytea, text, timestamptz)', 'identity_definer');
grant execute on function control.find_account_link(bytea, text, timestamptz) to app_user, app_reader;

-- Spends the link, sets the password, ends every session and every other link of the person. No row: dead link.
create function control.spend_reset(hash bytea, new_hash text, at timestamptz) returns table (
  person_id uuid, email text, email_key text, language text)
language plpgsql volatile security definer set search_path = '' as $$
declare
  owner uuid;
begin
  update control.account_links l set spent_at = at
    where l.token_hash = hash and l.purpose = 'reset_password' and l.person_id is not null
      and l.spent_at is null and l.expires_at > at
    returning l.person_id into owner;
  if not found then return; end if;
  update control.account_links l set spent_at = at
    where l.person_id = owner and l.purpose in ('reset_password', 'confirm_address') and l.spent_at is null;
  update control.sessions s set revoked_at = at where s.person_id = owner and s.revoked_at is null;
  return query update control.people p set password_hash = new_hash where p.id = owner
    returning p.id, p.email, p.email_key, p.language;
end $$;
call control.definer('control.spend_reset(bytea, text, timestamptz)', 'identity_definer');
grant execute on function control.spend_reset(bytea, text, timestamptz) to app_user;

create function control.sweep_accounts(at_instant timestamptz, dead_days integer) returns void
language sql volatile security definer set search_path = '' as $$
  delete from control.account_links where expires_at < at_instant - make_interval(days => dead_days);
  delete from control.account_mails where created_at < at_instant - make_interval(days => dead_days)
$$;
call control.definer('control.sweep_accounts(timestamptz, integer)', 'identity_definer');
grant execute on function control.sweep_accounts(timestamptz, integer) to app_user;
