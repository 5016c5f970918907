-- Contents are erased where their dossier lives, while nobody follows it: a copy under way would bring them back, and
-- the exemplar that a dossier left is not where its warrant belongs.
create function cell.enter_to_erase() returns void
language plpgsql volatile security definer set search_path = '' as $$
declare
  tenant uuid := cell.app_tenant_id();
  found_state text;
  found_followed boolean;
begin
  perform set_config('lock_timeout', '5s', true);
  begin
    perform pg_advisory_xact_lock_shared(cell.fence_key(tenant));
  exception when lock_not_available then
    raise exception 'dossier locked' using errcode = 'PF002';
  end;
  select d.state, d.followed into found_state, found_followed from cell.dossiers d where d.tenant_id = tenant;
  if found_state is null or found_state in ('moved', 'copy') then
    raise exception 'dossier moved' using errcode = 'PF001';
  end if;
  if found_state = 'moving' or found_followed then
    raise exception 'dossier locked' using errcode = 'PF002';
  end if;
end $$;
call cell.definer('cell.enter_to_erase()');
grant execute on function cell.fence_key(uuid), cell.app_tenant_id() to app_definer;
grant execute on function cell.enter_to_erase() to ops_purger;
