-- Without a warrant nothing is reached: `least` passes over nulls, so an absent warrant reached ten years back, and only
-- the trigger refused.
create or replace function cell.erasure_reaches() returns timestamptz
language sql stable set search_path = '' as $$
  select case when max(w.contents_before) is not null then least(max(w.contents_before), now() - interval '10 years') end
  from cell.purge_warrants w
  where w.tenant_id = (select cell.app_tenant_id()) and w.expires_at > now() and w.reason = 'contents_retention_ended'
$$;
