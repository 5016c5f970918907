-- Sessions that a company's provider opened say for which dossier: when it no longer vouches for its people, they end.

alter table control.sessions add column opens_only uuid;
create index sessions_by_only_dossier on control.sessions (opens_only) where opens_only is not null;

-- Those of today do not say it. They alone last twelve hours: they end now, and their people come in again.
update control.sessions set revoked_at = now() where revoked_at is null and expires_at = created_at + interval '12 hours';

create function control.open_company_session(
  session uuid, person uuid, dossier uuid, hash bytea, agent text, at timestamptz, expires timestamptz, strong boolean
) returns void
language sql volatile security definer set search_path = '' as $$
  insert into control.sessions (id, person_id, token_hash, user_agent, created_at, last_seen_at, idle_expires_at,
    expires_at, proved_at, is_strong, opens_only)
    values (session, person, hash, agent, at, at, expires, expires, at, strong, dossier)
$$;
call control.definer(
  'control.open_company_session(uuid, uuid, uuid, bytea, text, timestamptz, timestamptz, boolean)', 'identity_definer');
grant execute on function control.open_company_session(
  uuid, uuid, uuid, bytea, text, timestamptz, timestamptz, boolean) to app_user;

-- Ends what the provider of the dossier in scope has opened; how many there were.
create function control.end_company_sessions(at timestamptz) returns integer
language sql volatile security definer set search_path = '' as $$
  with ended as (
    update control.sessions s set revoked_at = at
      where s.opens_only = control.app_tenant_id() and s.revoked_at is null
    returning s.expires_at
  )
  select count(*) filter (where ended.expires_at > at)::integer from ended
$$;
call control.definer('control.end_company_sessions(timestamptz)', 'identity_definer');
grant execute on function control.end_company_sessions(timestamptz) to app_user;
