-- What a person takes away (GDPR art. 15) names the recoveries too: those that would make him administrator, under the
-- name that was given of him, and those of which he was told as a member. Never who of the operator's team asked.
create or replace function control.my_access_traces() returns table (
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
  union all
  select 'recovery', d.company_name, r.name, r.asked_at, r.ended_at
  from control.people p join control.recoveries r on r.email_key = p.email_key
    join control.instances d on d.tenant_id = r.tenant_id
  where p.id = control.app_person_id()
  union all
  select 'recovery_notice', d.company_name, null, n.created_at, r.ended_at
  from control.recovery_notices n join control.recoveries r on r.tenant_id = n.tenant_id and r.id = n.recovery_id
    join control.instances d on d.tenant_id = n.tenant_id
  where n.person_id = control.app_person_id()
  order by 1, 4
$$;
