-- Whether a dossier wants a second factor of its members: who of them has one, and what a person may not take off.

-- Yes or no for each member of the dossier in scope, never which: the dates say that a factor is on, the secrets stay
-- out of the reading role's sight.
grant select (person_id, totp_since, mail_code_since) on control.second_factors to app_definer;
grant select (person_id) on control.passkeys to app_definer;
create function control.members_with_factor() returns table (person_id uuid)
language sql stable security definer set search_path = '' as $$
  select m.person_id from control.memberships m
  where m.tenant_id = control.app_tenant_id() and (
    exists (select 1 from control.second_factors f
      where f.person_id = m.person_id and (f.totp_since is not null or f.mail_code_since is not null))
    or exists (select 1 from control.passkeys k where k.person_id = m.person_id))
$$;
call control.definer('control.members_with_factor()');
grant execute on function control.members_with_factor() to app_user, app_reader;

-- True when one of the dossiers of the person in scope wants a second factor of him; names none. Whoever asks takes his
-- turn: two factors taken off at once would each see the other one stay.
create function control.hold_my_factors() returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform pg_advisory_xact_lock(hashtextextended('factors ' || control.app_person_id()::text, 0));
  return exists (
    select 1 from control.memberships m
      join control.dossier_security d on d.tenant_id = m.tenant_id
      join control.instances i on i.tenant_id = m.tenant_id
    where m.person_id = control.app_person_id() and d.second_factor_required
      and i.state not in ('provisioning', 'erased'));
end $$;
call control.definer('control.hold_my_factors()');
grant execute on function control.hold_my_factors() to app_user;
