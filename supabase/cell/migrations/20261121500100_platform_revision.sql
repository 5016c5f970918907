-- Counts the committed writes of a dossier, so that a page made before can be told to be still true by one number.
-- Moved with the commit of each writing transaction, after every other lock, the chain's head included.
alter table cell.dossiers add column revision bigint not null default 0;
grant update (revision) on cell.dossiers to app_user;

-- The same opening as before, which now answers the revision.
drop function cell.app_enter(uuid, uuid, text, integer);
create function cell.app_enter(tenant uuid, person uuid, mode text, known_epoch integer) returns bigint
language plpgsql volatile set search_path = '' as $$
declare
  found_state text;
  found_epoch integer;
  found_revision bigint;
begin
  perform set_config('app.tenant_id', tenant::text, true), set_config('app.person_id', coalesce(person::text, ''), true);
  if mode = 'write' then
    perform set_config('lock_timeout', '5s', true);
    begin
      perform pg_advisory_xact_lock_shared(cell.fence_key(tenant));
    exception when lock_not_available then
      raise exception 'dossier locked' using errcode = 'PF002';
    end;
    perform set_config('lock_timeout', '10s', true);
  end if;
  select d.state, d.epoch, d.revision into found_state, found_epoch, found_revision
    from cell.dossiers d where d.tenant_id = tenant;
  if found_state is null or found_state = 'moved' or found_epoch <> known_epoch then
    raise exception 'dossier moved' using errcode = 'PF001';
  end if;
  if mode = 'write' and found_state <> 'open' then
    raise exception 'dossier read only' using errcode = 'PF003';
  end if;
  return found_revision;
end $$;
revoke all on function cell.app_enter(uuid, uuid, text, integer) from public;
grant execute on function cell.app_enter(uuid, uuid, text, integer) to app_user, app_reader, ops_mover;
