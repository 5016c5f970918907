-- A person leaves for good.

grant select, update on control.memberships to identity_definer;

-- Dossiers that would have no owner or no administrator left without the person in scope.
create function control.my_last_posts(administrator text) returns table (slug text, company_name text)
language sql stable security definer set search_path = '' as $$
  select i.slug, i.company_name
  from control.memberships m join control.instances i on i.tenant_id = m.tenant_id
  where m.person_id = control.app_person_id() and i.state not in ('closed', 'erased', 'copy')
    and (
      (m.is_owner and not exists (select 1 from control.memberships o
        where o.tenant_id = m.tenant_id and o.person_id <> m.person_id and o.is_owner))
      or (m.profile = administrator and not exists (select 1 from control.memberships o
        where o.tenant_id = m.tenant_id and o.person_id <> m.person_id and o.profile = administrator)))
  order by i.company_name, i.tenant_id
$$;
call control.definer('control.my_last_posts(text)', 'identity_definer');
grant execute on function control.my_last_posts(text) to app_user, app_reader;

-- Erases the person in scope: what hangs on him goes with his row; the security log stays, without saying whose it is.
-- False when a dossier would be left alone: its members are held first, so that of two last ones only one leaves.
create function control.erase_me(administrator text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := control.app_person_id();
  key text;
begin
  perform 1 from control.memberships m
    where m.tenant_id in (select o.tenant_id from control.memberships o where o.person_id = me)
    order by m.tenant_id, m.person_id for update;
  if exists (select 1 from control.my_last_posts(administrator)) then return false; end if;
  select p.email_key into key from control.people p where p.id = me;
  delete from control.one_time_tokens t using control.sign_up_requests r
    where t.subject_id = r.id and (r.person_id = me or r.email_key = key);
  delete from control.sign_up_requests r where r.person_id = me or r.email_key = key;
  update control.security_log l set person_id = null where l.person_id = me;
  delete from control.people p where p.id = me;
  return found;
end $$;
call control.definer('control.erase_me(text)', 'identity_definer');
grant execute on function control.erase_me(text) to app_user;
