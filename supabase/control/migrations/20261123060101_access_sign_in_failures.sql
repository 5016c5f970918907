-- What a day's refused sign-ins come to in each dossier: how many, and one digest over all. No person, no address: the
-- queue hands this to each dossier's sealed log.
create function control.sign_in_failures(from_at timestamptz, to_at timestamptz)
returns table (tenant_id uuid, entries bigint, digest bytea)
language sql stable security definer set search_path = '' as $$
  select m.tenant_id, count(*),
    sha256(convert_to(string_agg(
      l.id || ' ' || to_char(l.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') || ' ' || l.event || e'\n',
      '' order by l.at, l.id), 'UTF8'))
  from control.security_log l join control.memberships m on m.person_id = l.person_id
  where l.at >= from_at and l.at < to_at
  group by m.tenant_id
$$;
call control.definer('control.sign_in_failures(timestamptz, timestamptz)', 'identity_definer');
grant execute on function control.sign_in_failures(timestamptz, timestamptz) to app_queue;
