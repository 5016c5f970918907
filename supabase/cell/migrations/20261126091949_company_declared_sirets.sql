-- The SIRETs that the dossiers of this cell declare, for the console's sample: public numbers, and nothing else of a
-- company.
create function cell.declared_sirets() returns table (tenant_id uuid, siret text)
language sql stable security definer set search_path = '' as $$
  select c.tenant_id, c.siret from cell.companies c where c.siret is not null
$$;
call cell.definer('cell.declared_sirets()');
grant execute on function cell.declared_sirets() to ops_reader;
drop function cell.declared_siret();
