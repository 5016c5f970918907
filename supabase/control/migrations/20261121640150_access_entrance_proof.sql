-- The entrance also answers when the person last proved who he is, and whether the dossier wants a second factor that
-- this session has not seen.
grant select (proved_at, is_strong) on control.sessions to app_definer;
drop function control.enter_dossier(bytea, text, timestamptz);
create function control.enter_dossier(hash bytea, wanted_slug text, at timestamptz) returns table (
  session_id uuid, person_id uuid, email text, name text, last_seen_at timestamptz,
  tenant_id uuid, public_id text, slug text, company_name text, cell_id text, epoch integer, state text,
  trial_ends_on date, time_zone text, profile text, is_owner boolean, modules_off text[],
  proved_at timestamptz, factor_wanted boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select s.id, p.id, p.email, p.name, s.last_seen_at,
    i.tenant_id, i.public_id, i.slug, i.company_name, i.cell_id, i.epoch, i.state,
    i.trial_ends_on, i.time_zone, m.profile, m.is_owner, i.modules_off, s.proved_at,
    coalesce(d.second_factor_required, false) and not s.is_strong
  from control.sessions s
    join control.people p on p.id = s.person_id
    join control.instances i on i.slug = wanted_slug
    join control.memberships m on m.tenant_id = i.tenant_id and m.person_id = s.person_id
    left join control.dossier_security d on d.tenant_id = i.tenant_id
  where s.token_hash = hash and s.revoked_at is null and s.idle_expires_at > at and s.expires_at > at
    and i.state not in ('provisioning', 'erased');
end $$;
call control.definer('control.enter_dossier(bytea, text, timestamptz)');
grant execute on function control.enter_dossier(bytea, text, timestamptz) to app_user, app_reader;
