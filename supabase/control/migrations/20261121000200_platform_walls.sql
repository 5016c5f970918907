-- The scope of a transaction on control: a dossier, a person, or neither.

create function control.app_tenant_id() returns uuid
language sql stable set search_path = '' as $$
  select nullif(current_setting('app.tenant_id', true), '')::uuid
$$;
create function control.app_person_id() returns uuid
language sql stable set search_path = '' as $$
  select nullif(current_setting('app.person_id', true), '')::uuid
$$;
grant execute on function control.app_tenant_id(), control.app_person_id() to public;

create function control.app_enter(tenant uuid, person uuid) returns void
language plpgsql volatile set search_path = '' as $$
begin
  perform set_config('app.tenant_id', coalesce(tenant::text, ''), true),
    set_config('app.person_id', coalesce(person::text, ''), true),
    set_config('lock_timeout', '10s', true);
end $$;
grant execute on function control.app_enter(uuid, uuid) to app_user, app_reader;

-- The wall of a table that belongs to a dossier.
create procedure control.tenant_wall(table_name text, app_privileges text default 'select, insert, update, delete')
language plpgsql set search_path = '' as $$
begin
  execute format('alter table control.%I enable row level security', table_name);
  execute format('alter table control.%I force row level security', table_name);
  execute format('create policy app on control.%I to app_user, app_reader
    using (tenant_id = (select control.app_tenant_id())) with check (tenant_id = (select control.app_tenant_id()))', table_name);
  execute format('create policy definer on control.%I to app_definer, identity_definer using (true) with check (true)', table_name);
  execute format('create policy console on control.%I to ops_control using (true) with check (true)', table_name);
  execute format('grant %s on control.%I to app_user', app_privileges, table_name);
  execute format('grant select on control.%I to app_reader, app_definer', table_name);
end $$;

-- The wall of a table that belongs to a person: he sees his own rows; sign-in reaches the others by definer functions.
create procedure control.person_wall(table_name text, app_privileges text default 'select')
language plpgsql set search_path = '' as $$
begin
  execute format('alter table control.%I enable row level security', table_name);
  execute format('alter table control.%I force row level security', table_name);
  execute format('create policy app on control.%I to app_user, app_reader
    using (person_id = (select control.app_person_id())) with check (person_id = (select control.app_person_id()))', table_name);
  execute format('create policy definer on control.%I to app_definer, identity_definer using (true) with check (true)', table_name);
  execute format('grant %s on control.%I to app_user', app_privileges, table_name);
  execute format('grant select on control.%I to app_definer', table_name);
  execute format('grant select, insert, update, delete on control.%I to identity_definer', table_name);
end $$;

-- The wall of a table that only definer functions may reach (tokens, attempts, operators' sessions).
create procedure control.closed_wall(table_name text)
language plpgsql set search_path = '' as $$
begin
  execute format('alter table control.%I enable row level security', table_name);
  execute format('alter table control.%I force row level security', table_name);
  execute format('create policy definer on control.%I to app_definer, identity_definer using (true) with check (true)', table_name);
  execute format('grant select, insert, update, delete on control.%I to identity_definer', table_name);
end $$;

-- Hands a function to a definer role; everybody else must be granted the right to call it.
create procedure control.definer(signature text, owner_role text default 'app_definer')
language plpgsql set search_path = '' as $$
begin
  execute format('grant create on schema control to %I', owner_role);
  execute format('alter function %s owner to %I', signature, owner_role);
  execute format('revoke create on schema control from %I', owner_role);
  execute format('revoke all on function %s from public', signature);
end $$;
