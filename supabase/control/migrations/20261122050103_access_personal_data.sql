-- What is kept about a person beyond his account and his open sessions, for the file that he takes away (GDPR art. 15).

-- Of the person in scope, one row a thing: what it is, what it is called, since when, when it last served, when it ended
-- or will end, how often. Never a secret, a hash or a token.
create function control.my_kept_data() returns table (
  kind text, name text, since timestamptz, last_at timestamptz, ended_at timestamptz, count integer)
language sql stable security definer set search_path = '' as $$
  with me as (select p.id, p.email_key from control.people p where p.id = control.app_person_id())
  select f.kind, f.name, f.since, f.last_at, f.ended_at, f.count from (
    select 'totp' as kind, null as name, s.totp_since as since, null::timestamptz as last_at,
      null::timestamptz as ended_at, null::integer as count
      from control.second_factors s join me on me.id = s.person_id where s.totp_since is not null
    union all
    select 'mail_code', null, s.mail_code_since, null, null, null
      from control.second_factors s join me on me.id = s.person_id where s.mail_code_since is not null
    union all
    select 'passkey', k.name, k.created_at, k.last_used_at, null, null
      from control.passkeys k join me on me.id = k.person_id
    union all
    select 'recovery_code', null, c.created_at, null, c.spent_at, null
      from control.recovery_codes c join me on me.id = c.person_id
    union all
    select 'device', null, null, d.seen_at, null, null
      from control.known_devices d join me on me.id = d.person_id
    union all
    select 'ended_session', s.user_agent, s.created_at, s.last_seen_at,
      least(s.revoked_at, s.expires_at, s.idle_expires_at), null
      from control.sessions s join me on me.id = s.person_id
      where s.revoked_at is not null or least(s.expires_at, s.idle_expires_at) <= now()
    union all
    select 'wrong_passwords', null, t.blocked_at, null, t.link_expires_at, t.used
      from control.password_tries t join me on me.id = t.person_id
    union all
    select 'limit', r.bucket, r.window_started_at, null, null, r.used
      from control.rate_limits r join me
        on r.key_hash in (sha256(convert_to(me.email_key, 'UTF8')), sha256(convert_to(me.id::text, 'UTF8')))
    union all
    select 'link', l.purpose, l.created_at, null, coalesce(l.spent_at, l.expires_at), null
      from control.account_links l join me on me.id = l.person_id
    union all
    select 'sign_up', r.company_name, r.created_at, r.confirmed_at, null, null
      from control.sign_up_requests r join me on me.id = r.person_id or me.email_key = r.email_key
  ) f order by f.kind, f.since nulls last, f.last_at
$$;
call control.definer('control.my_kept_data()', 'identity_definer');
grant execute on function control.my_kept_data() to app_user, app_reader;

-- What the dossiers' directory keeps of the person in scope besides his memberships: invitations that wait for his
-- address, and his ties to the identity provider of a company.
create function control.my_access_traces() returns table (
  kind text, company_name text, name text, since timestamptz, ended_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select 'invitation', d.company_name, i.inviter, i.sent_at, i.expires_at
  from control.people p join control.invitations i on i.email_key = p.email_key
    join control.instances d on d.tenant_id = i.tenant_id
  where p.id = control.app_person_id()
  union all
  select 'company_sign_in', d.company_name, null, s.linked_at, null
  from control.sso_subjects s join control.instances d on d.tenant_id = s.tenant_id
  where s.person_id = control.app_person_id()
  order by 1, 4
$$;
call control.definer('control.my_access_traces()');
grant execute on function control.my_access_traces() to app_user, app_reader;
