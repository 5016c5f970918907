-- A person made by an invitation: the link came by mail, so that the address is confirmed by its use.

-- False when the address has an account already.
create function control.make_person(
  person uuid, address text, address_key text, called text, hash text, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  insert into control.people (id, email, email_key, name, password_hash, confirmed_at, created_at)
    values (person, address, address_key, called, hash, at, at)
    on conflict on constraint people_email_unique do nothing;
  if not found then return false; end if;
  -- A sign-up of this address, perhaps somebody else's with another password, must not follow.
  update control.one_time_tokens t set spent_at = at
    from control.sign_up_requests r
    where r.email_key = address_key and t.subject_id = r.id and t.purpose = 'confirm_signup' and t.spent_at is null;
  update control.sign_up_requests r set password_hash = null where r.email_key = address_key;
  return true;
end $$;
call control.definer('control.make_person(uuid, text, text, text, text, timestamptz)', 'identity_definer');
grant execute on function control.make_person(uuid, text, text, text, text, timestamptz) to app_user;
