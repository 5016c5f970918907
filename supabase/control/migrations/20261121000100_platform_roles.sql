-- Roles of control (cluster-wide, so created once for all databases of a cluster) and what they may never do.
-- app_*  are taken by the product's login, ops_* by the console's; nobody inherits, nobody bypasses row security.

do $$
declare
  name text;
begin
  foreach name in array array[
    'app_user', 'app_reader', 'app_queue', 'app_definer', 'identity_definer',
    'ops_control', 'ops_queue'
  ] loop
    if not exists (select 1 from pg_roles where rolname = name) then
      execute format('create role %I nologin noinherit', name);
    end if;
  end loop;
  foreach name in array array['product_login', 'console_login'] loop
    if not exists (select 1 from pg_roles where rolname = name) then
      execute format('create role %I login noinherit', name);
      execute format('alter role %I set statement_timeout = %L', name, '15s');
      execute format('alter role %I set idle_in_transaction_session_timeout = %L', name, '20s');
      execute format('alter role %I set timezone = %L', name, 'UTC');
      -- Each statement is planned once a connection: our keys all begin with the dossier, so one plan fits all.
      execute format('alter role %I set plan_cache_mode = %L', name, 'force_generic_plan');
    end if;
  end loop;
end $$;

grant app_user, app_reader, app_queue to product_login;
grant ops_control, ops_queue to console_login;
-- The migrating role hands functions over to their owner.
grant app_definer, identity_definer to current_user;

revoke create on schema public from public;
revoke all on schema public from public;

create schema control;
-- The program opens a transaction, and only then says who it is: nothing is reachable before that.
grant usage on schema control to app_user, app_reader, app_queue, app_definer, identity_definer, ops_control, ops_queue;

-- Anybody may call a new function unless the defaults of the whole database say otherwise: those of a schema only add.
alter default privileges revoke execute on functions from public;
alter default privileges in schema control revoke all on tables from public;

do $$
declare
  name text;
begin
  -- The hosted data API's roles exist only there: it is off, and they get nothing either way.
  foreach name in array array['anon', 'authenticated', 'service_role'] loop
    if exists (select 1 from pg_roles where rolname = name) then
      execute format('revoke all on schema control from %I', name);
      execute format('alter default privileges in schema control revoke all on tables from %I', name);
      execute format('alter default privileges in schema control revoke all on functions from %I', name);
      -- There, whatever is made in public is theirs: the list of migrations too.
      execute format('alter default privileges in schema public revoke all on tables from %I', name);
      execute format('alter default privileges in schema public revoke all on functions from %I', name);
      execute format('revoke all on all tables in schema public from %I', name);
      execute format('revoke all on schema public from %I', name);
    end if;
  end loop;
end $$;
