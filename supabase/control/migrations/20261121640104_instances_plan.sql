-- The plan that was chosen when the dossier was opened; none for the short sign-up.

alter table control.instances add column plan text;
alter table control.instances add constraint instances_plan_form check (plan ~ '^[a-z][a-z_]{0,39}$');

create function control.set_plan(wanted text) returns void
language sql volatile security definer set search_path = '' as $$
  update control.instances set plan = wanted
    where tenant_id = control.app_tenant_id() and state = 'provisioning'
$$;
call control.definer('control.set_plan(text)', 'identity_definer');
grant execute on function control.set_plan(text) to app_user;
