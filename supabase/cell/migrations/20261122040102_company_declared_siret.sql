-- The SIRET that the dossier in scope declares: a public number, which the operator compares with the register.
create function cell.declared_siret() returns text
language sql stable security definer set search_path = '' as $$
  select c.siret from cell.companies c where c.tenant_id = cell.app_tenant_id()
$$;
call cell.definer('cell.declared_siret()');
grant execute on function cell.declared_siret() to ops_reader;
