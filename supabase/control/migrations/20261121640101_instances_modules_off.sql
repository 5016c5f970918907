-- Which parts of the product a dossier has switched off, mirrored here from its cell: the entrance of each request
-- answers it, so that pages and routes need no question more.

alter table control.instances add column modules_off text[] not null default '{}';
alter table control.instances add constraint instances_modules_off_few check (cardinality(modules_off) <= 50);

-- Holds the row of the dossier in scope until the transaction ends: whoever mirrors next reads the cell after us.
create function control.hold_modules() returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  perform 1 from control.instances i where i.tenant_id = control.app_tenant_id() for update;
end $$;
call control.definer('control.hold_modules()', 'identity_definer');
grant execute on function control.hold_modules() to app_user;

create function control.set_modules_off(modules text[]) returns void
language sql volatile security definer set search_path = '' as $$
  update control.instances set modules_off = modules
    where tenant_id = control.app_tenant_id() and modules_off is distinct from modules
$$;
call control.definer('control.set_modules_off(text[])', 'identity_definer');
grant execute on function control.set_modules_off(text[]) to app_user;
