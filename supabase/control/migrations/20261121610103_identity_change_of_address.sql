-- A person changes the address that he signs in with: confirmed from the new one, undone from the old one.

-- Writes the link and its mail. An address that is somebody's already gets another mail and a link of nobody, by the
-- same rows: only its mailbox learns which. A new wish replaces the one before.
create function control.ask_address(
  key text, address text, link uuid, hash bytea, mail uuid, at timestamptz, expires timestamptz) returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := control.app_person_id();
  is_taken boolean := exists (select 1 from control.people p where p.email_key = key);
begin
  update control.account_links l set spent_at = at
    where l.person_id = me and l.purpose = 'confirm_address' and l.spent_at is null;
  insert into control.account_links (id, purpose, token_hash, person_id, email, created_at, expires_at)
    values (link, 'confirm_address', hash, case when is_taken then null else me end, address, at, expires);
  insert into control.account_mails (id, kind, email, language, link_id, facts, created_at)
    select mail, case when is_taken then 'address_taken' else 'confirm_address' end, address, p.language, link, '{}', at
    from control.people p where p.id = me;
end $$;
call control.definer(
  'control.ask_address(text, text, uuid, bytea, uuid, timestamptz, timestamptz)', 'identity_definer');
grant execute on function control.ask_address(text, text, uuid, bytea, uuid, timestamptz, timestamptz) to app_user;

-- Gives a person an address; false when it is somebody else's, whoever came first.
create function control.give_address(person uuid, address text, key text) returns boolean
language plpgsql volatile set search_path = '' as $$
begin
  update control.people p set email = address, email_key = key where p.id = person;
  return found;
exception when unique_violation then
  return false;
end $$;
revoke all on function control.give_address(uuid, text, text) from public;
grant execute on function control.give_address(uuid, text, text) to identity_definer;

-- Spends the link from the new mailbox and makes the one for the old. No row: dead link, or the address was taken.
create function control.spend_address(
  hash bytea, key text, at timestamptz, undo uuid, undo_hash bytea, undo_expires timestamptz) returns table (
  person_id uuid, old_email text, language text)
language plpgsql volatile security definer set search_path = '' as $$
declare
  spent control.account_links;
  before control.people;
begin
  update control.account_links l set spent_at = at
    where l.token_hash = hash and l.purpose = 'confirm_address' and l.person_id is not null
      and l.spent_at is null and l.expires_at > at
    returning l.* into spent;
  if not found then return; end if;
  select * into strict before from control.people p where p.id = spent.person_id for update;
  if not control.give_address(spent.person_id, spent.email, key) then return; end if;
  -- Links of the former mailbox would open the account by an address that it no longer has.
  update control.account_links l set spent_at = at
    where l.person_id = spent.person_id and l.purpose in ('reset_password', 'confirm_address') and l.spent_at is null;
  insert into control.account_links (id, purpose, token_hash, person_id, email, created_at, expires_at)
    values (undo, 'restore_address', undo_hash, spent.person_id, before.email, at, undo_expires);
  return query select before.id, before.email, before.language;
end $$;
call control.definer(
  'control.spend_address(bytea, text, timestamptz, uuid, bytea, timestamptz)', 'identity_definer');
grant execute on function control.spend_address(bytea, text, timestamptz, uuid, bytea, timestamptz) to app_user;

-- Gives the former address back: every session and every other link of the person ends. No row: dead link, or taken.
create function control.spend_restore(hash bytea, key text, at timestamptz) returns table (
  person_id uuid, email text, language text)
language plpgsql volatile security definer set search_path = '' as $$
declare
  spent control.account_links;
begin
  update control.account_links l set spent_at = at
    where l.token_hash = hash and l.purpose = 'restore_address' and l.spent_at is null and l.expires_at > at
    returning l.* into spent;
  if not found then return; end if;
  if not control.give_address(spent.person_id, spent.email, key) then return; end if;
  update control.account_links l set spent_at = at where l.person_id = spent.person_id and l.spent_at is null;
  update control.sessions s set revoked_at = at where s.person_id = spent.person_id and s.revoked_at is null;
  return query select p.id, p.email, p.language from control.people p where p.id = spent.person_id;
end $$;
call control.definer('control.spend_restore(bytea, text, timestamptz)', 'identity_definer');
grant execute on function control.spend_restore(bytea, text, timestamptz) to app_user;
