-- Passwords that newer rules of a dossier find too weak. How long a password is and which kinds of signs it holds is
-- known only while it is in hand: at a sign-in, it stands beside the hash from then on. Null: not seen since.

alter table control.people
  add column password_length integer check (password_length between 0 and 64),
  add column password_kinds text[];
grant select (password_length, password_kinds) on control.people to app_definer;
grant select (created_at) on control.sessions to app_definer;

-- What was measured of the password of a person, where it is not known already.
create function control.note_password(person uuid, length integer, kinds text[]) returns void
language sql volatile security definer set search_path = '' as $$
  update control.people p set password_length = length, password_kinds = kinds
    where p.id = person and (p.password_length, p.password_kinds) is distinct from (length, kinds)
$$;
call control.definer('control.note_password(uuid, integer, text[])', 'identity_definer');
grant execute on function control.note_password(uuid, integer, text[]) to app_user;

create function control.my_password_strength() returns table (length integer, kinds text[])
language sql stable security definer set search_path = '' as $$
  select p.password_length, p.password_kinds from control.people p
  where p.id = control.app_person_id() and p.password_length is not null
$$;
call control.definer('control.my_password_strength()', 'identity_definer');
grant execute on function control.my_password_strength() to app_user, app_reader;

-- A session that was opened after a dossier set its rules, with a password that they would refuse, waits outside of that
-- dossier; those that were open stay in.
drop function control.enter_dossier(bytea, text, timestamptz);
create function control.enter_dossier(hash bytea, wanted_slug text, at timestamptz) returns table (
  session_id uuid, person_id uuid, email text, name text, last_seen_at timestamptz,
  tenant_id uuid, public_id text, slug text, company_name text, cell_id text, epoch integer, state text,
  trial_ends_on date, time_zone text, profile text, is_owner boolean, modules_off text[],
  proved_at timestamptz, factor_wanted boolean, password_wanted boolean)
language plpgsql stable security definer set search_path = '' as $$
begin
  return query select s.id, p.id, p.email, p.name, s.last_seen_at,
    i.tenant_id, i.public_id, i.slug, i.company_name, i.cell_id, i.epoch, i.state,
    i.trial_ends_on, i.time_zone, m.profile, m.is_owner, i.modules_off, s.proved_at,
    coalesce(d.second_factor_required, false) and not s.is_strong,
    coalesce(s.created_at > r.updated_at and (p.password_length < r.min_length
      or (r.needs_digit and 'digit' <> all (p.password_kinds)) or (r.needs_lower and 'lower' <> all (p.password_kinds))
      or (r.needs_upper and 'upper' <> all (p.password_kinds))
      or (r.needs_special and 'special' <> all (p.password_kinds))), false)
  from control.sessions s
    join control.people p on p.id = s.person_id
    join control.instances i on i.slug = wanted_slug
    join control.memberships m on m.tenant_id = i.tenant_id and m.person_id = s.person_id
    left join control.dossier_security d on d.tenant_id = i.tenant_id
    left join control.password_policies r on r.tenant_id = i.tenant_id
  where s.token_hash = hash and s.revoked_at is null and s.idle_expires_at > at and s.expires_at > at
    and i.state not in ('provisioning', 'erased');
end $$;
call control.definer('control.enter_dossier(bytea, text, timestamptz)');
grant execute on function control.enter_dossier(bytea, text, timestamptz) to app_user, app_reader;
