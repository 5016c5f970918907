-- What the daily sweep did not reach: invitations that nobody renewed, sign-ins through a provider, links spent long ago
-- (they were kept thirty days from their expiry; now from the moment when they were over), codes to copy.

create or replace function control.sweep_identity(
  at_instant timestamptz, log_days integer, dead_days integer) returns void
language sql volatile security definer set search_path = '' as $$
  delete from control.security_log where at < at_instant - make_interval(days => log_days);
  delete from control.one_time_tokens where least(expires_at, spent_at) < at_instant - make_interval(days => dead_days);
  delete from control.sign_up_requests where created_at < at_instant - make_interval(days => dead_days)
    and not exists (select 1 from control.one_time_tokens t where t.subject_id = sign_up_requests.id);
  delete from control.sessions where least(expires_at, idle_expires_at, revoked_at)
    < at_instant - make_interval(days => dead_days);
  delete from control.operator_sessions where least(expires_at, idle_expires_at, revoked_at)
    < at_instant - make_interval(days => dead_days);
  delete from control.rate_limits where window_started_at < at_instant - make_interval(days => 2);
  delete from control.captchas where expires_at < at_instant - interval '1 hour'
$$;

create or replace function control.sweep_accounts(at_instant timestamptz, dead_days integer) returns void
language sql volatile security definer set search_path = '' as $$
  delete from control.account_links where least(expires_at, spent_at) < at_instant - make_interval(days => dead_days);
  delete from control.account_mails where created_at < at_instant - make_interval(days => dead_days);
  -- A device that was not seen for a year is new again.
  delete from control.known_devices where seen_at < at_instant - make_interval(days => 365)
$$;

-- An invitation waits in its dossier's list after its end, to be renewed; then it goes, with the address that it holds.
grant select, delete on control.sso_attempts to identity_definer;
create function control.sweep_access(at_instant timestamptz, dead_days integer) returns void
language sql volatile security definer set search_path = '' as $$
  delete from control.invitations where expires_at < at_instant - make_interval(days => dead_days);
  delete from control.sso_attempts where started_at < at_instant - make_interval(days => dead_days)
$$;
call control.definer('control.sweep_access(timestamptz, integer)', 'identity_definer');
grant execute on function control.sweep_access(timestamptz, integer) to app_user;
