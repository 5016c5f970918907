-- Mails in the language of whom they are for: of his account, else of the request that made it, else French.

-- Whoever signs up in a language receives his mails in it.
create or replace function control.spend_sign_up(hash bytea, at timestamptz, new_person uuid) returns table (
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
    insert into control.people (id, email, email_key, language, password_hash, confirmed_at, created_at)
      values (new_person, asked.email, asked.email_key, asked.language, asked.password_hash, at, at)
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

-- So does whoever makes his account from an invitation. False when the address has an account already.
drop function control.make_person(uuid, text, text, text, text, timestamptz);
create function control.make_person(
  person uuid, address text, address_key text, called text, spoken text, hash text, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into control.people (id, email, email_key, name, language, password_hash, confirmed_at, created_at)
    values (person, address, address_key, called, spoken, hash, at, at)
    on conflict on constraint people_email_unique do nothing;
  if not found then return false; end if;
  -- A sign-up of this address, perhaps somebody else's with another password, must not follow.
  update control.one_time_tokens t set spent_at = at
    from control.sign_up_requests r
    where r.email_key = address_key and t.subject_id = r.id and t.purpose = 'confirm_signup' and t.spent_at is null;
  update control.sign_up_requests r set password_hash = null where r.email_key = address_key;
  return true;
end $$;
call control.definer('control.make_person(uuid, text, text, text, text, text, timestamptz)', 'identity_definer');
grant execute on function control.make_person(uuid, text, text, text, text, text, timestamptz) to app_user;

drop function control.find_block(bytea);
create function control.find_block(hash bytea) returns table (
  person_id uuid, email text, language text, used integer, blocked_at timestamptz, link_expires_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select p.id, p.email, p.language, t.used, t.blocked_at, t.link_expires_at
  from control.password_tries t join control.people p on p.id = t.person_id
  where t.link_hash = hash
$$;
call control.definer('control.find_block(bytea)', 'identity_definer');
grant execute on function control.find_block(bytea) to app_user, app_reader;

drop function control.captcha_mail(uuid, timestamptz);
create function control.captcha_mail(captcha uuid, at timestamptz) returns table (email text, language text)
language sql stable security definer set search_path = '' as $$
  select p.email, p.language from control.captchas c join control.people p on p.id = c.mailed_to
  where c.id = captcha and c.spent_at is null and c.expires_at > at
$$;
call control.definer('control.captcha_mail(uuid, timestamptz)', 'identity_definer');
grant execute on function control.captcha_mail(uuid, timestamptz) to app_user, app_reader;

-- An invitation speaks the language of who sends it, unless the address has an account with one of its own.
alter table control.invitations add column language text not null default 'fr' check (language in ('fr', 'en'));
grant select (language) on control.people to app_definer;
drop function control.find_invitation(bytea, timestamptz);
create function control.find_invitation(hash bytea, at timestamptz) returns table (
  tenant_id uuid, invitation_id uuid, email text, email_key text, language text, profile text, profile_name text,
  inviter text, company_name text, slug text, person_id uuid, recovery_id uuid)
language sql stable security definer set search_path = '' as $$
  select i.tenant_id, i.id, i.email, i.email_key, coalesce(p.language, i.language), i.profile, c.name, i.inviter,
    d.company_name, d.slug, p.id, i.recovery_id
  from control.invitations i
    join control.instances d on d.tenant_id = i.tenant_id
    left join control.people p on p.email_key = i.email_key
    left join control.profiles c on c.tenant_id = i.tenant_id and c.id = i.custom_profile_id
  where i.token_hash = hash and i.expires_at > at
    and (d.state in ('trial', 'active', 'suspended') or (d.state = 'closed' and i.recovery_id is not null))
$$;
call control.definer('control.find_invitation(bytea, timestamptz)');
grant execute on function control.find_invitation(bytea, timestamptz) to app_user, app_reader;
