-- A public link says whether its dossier still acts: what a locked one has sent is read, and answered no more. For that
-- the end of the trial is told beside the state.
drop function control.instance_by_public_id(text);
create function control.instance_by_public_id(public text) returns table (
  tenant_id uuid, slug text, cell_id text, epoch integer, state text, trial_ends_on date, time_zone text)
language sql stable security definer set search_path = '' as $$
  select i.tenant_id, i.slug, i.cell_id, i.epoch, i.state, i.trial_ends_on, i.time_zone from control.instances i
  where i.public_id = public and i.state not in ('provisioning', 'erased')
$$;
call control.definer('control.instance_by_public_id(text)');
grant execute on function control.instance_by_public_id(text) to app_user, app_reader;
