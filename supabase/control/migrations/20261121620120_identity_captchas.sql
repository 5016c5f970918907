-- Codes to be copied from a picture at sign-in: drawn afresh, answered once, over in minutes.

create table control.captchas (
  id uuid primary key,
  -- HMAC of the code under the master key: the code itself stands nowhere.
  code_hash bytea not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  spent_at timestamptz,
  -- How often its picture was drawn.
  views integer not null default 0,
  -- Whose mailbox the code goes to, when somebody asked for it by mail with an address that is known.
  mailed_to uuid references control.people (id) on delete cascade,
  constraint captchas_hash_length check (octet_length(code_hash) = 32)
);
create index captchas_by_expiry on control.captchas (expires_at);
create index captchas_by_person on control.captchas (mailed_to);
call control.closed_wall('captchas');

-- Writes a code, and drops those that are long over.
create function control.open_captcha(captcha uuid, hash bytea, at timestamptz, expires timestamptz) returns void
language sql volatile security definer set search_path = '' as $$
  delete from control.captchas c where c.expires_at < at - interval '1 hour';
  insert into control.captchas (id, code_hash, created_at, expires_at) values (captcha, hash, at, expires)
$$;
call control.definer('control.open_captcha(uuid, bytea, timestamptz, timestamptz)', 'identity_definer');
grant execute on function control.open_captcha(uuid, bytea, timestamptz, timestamptz) to app_user;

-- Counts a look at the picture; false for a code that is unknown, spent, over, or looked at too often.
create function control.view_captcha(captcha uuid, at timestamptz, allowed integer) returns boolean
language sql volatile security definer set search_path = '' as $$
  with seen as (
    update control.captchas c set views = c.views + 1
      where c.id = captcha and c.spent_at is null and c.expires_at > at and c.views < allowed
    returning 1
  )
  select exists (select 1 from seen)
$$;
call control.definer('control.view_captcha(uuid, timestamptz, integer)', 'identity_definer');
grant execute on function control.view_captcha(uuid, timestamptz, integer) to app_user;

-- Spends a code, right or wrong: one answer each. True when it was alive and is the one.
create function control.spend_captcha(captcha uuid, hash bytea, at timestamptz) returns boolean
language sql volatile security definer set search_path = '' as $$
  with spent as (
    update control.captchas c set spent_at = at
      where c.id = captcha and c.spent_at is null and c.expires_at > at
    returning c.code_hash
  )
  select exists (select 1 from spent where spent.code_hash = hash)
$$;
call control.definer('control.spend_captcha(uuid, bytea, timestamptz)', 'identity_definer');
grant execute on function control.spend_captcha(uuid, bytea, timestamptz) to app_user;

-- Notes for whom the code goes by mail, if the address is a person's; says whether the code is alive and no more.
create function control.address_captcha(captcha uuid, key text, at timestamptz) returns boolean
language sql volatile security definer set search_path = '' as $$
  with noted as (
    update control.captchas c set mailed_to = (select p.id from control.people p where p.email_key = key)
      where c.id = captcha and c.spent_at is null and c.expires_at > at
    returning 1
  )
  select exists (select 1 from noted)
$$;
call control.definer('control.address_captcha(uuid, text, timestamptz)', 'identity_definer');
grant execute on function control.address_captcha(uuid, text, timestamptz) to app_user;

create function control.captcha_mail(captcha uuid, at timestamptz) returns table (email text)
language sql stable security definer set search_path = '' as $$
  select p.email from control.captchas c join control.people p on p.id = c.mailed_to
  where c.id = captcha and c.spent_at is null and c.expires_at > at
$$;
call control.definer('control.captcha_mail(uuid, timestamptz)', 'identity_definer');
grant execute on function control.captcha_mail(uuid, timestamptz) to app_user, app_reader;

-- Attempts used up in the window that runs.
create function control.attempts_used(of_bucket text, of_key bytea, at timestamptz, window_s integer) returns integer
language sql stable security definer set search_path = '' as $$
  select coalesce(max(l.used), 0) from control.rate_limits l
  where l.bucket = of_bucket and l.key_hash = of_key and l.window_started_at + make_interval(secs => window_s) > at
$$;
call control.definer('control.attempts_used(text, bytea, timestamptz, integer)', 'identity_definer');
grant execute on function control.attempts_used(text, bytea, timestamptz, integer) to app_user, app_reader;
