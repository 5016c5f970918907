-- The SIRET of a trial as the operator has confirmed it: mails of documents that show this very number leave without
-- the limits of a trial. And what operators did to a dossier, with why.

alter table control.instances
  add column confirmed_siret text,
  add column siret_confirmed_at timestamptz,
  add column siret_confirmed_by uuid,
  add constraint instances_confirmed_siret_form check (confirmed_siret ~ '^\d{14}$'),
  add constraint instances_siret_confirmed_whole check (
    (confirmed_siret is null) = (siret_confirmed_at is null) and (confirmed_siret is null) = (siret_confirmed_by is null));
grant update (confirmed_siret, siret_confirmed_at, siret_confirmed_by) on control.instances to ops_control;

create table control.instance_acts (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  id uuid not null,
  at timestamptz not null,
  operator_id uuid not null,
  -- His name then: operators are few, and their acts are read long after.
  operator text not null,
  act text not null,
  reason text not null,
  primary key (tenant_id, id)
);
call control.tenant_wall('instance_acts', 'select');
grant select, insert on control.instance_acts to ops_control;

-- What the entrance tells of a trial's mails; null for every other dossier, which has no such limits.
create function control.trial_mails(tenant uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select jsonb_build_object('confirmedSiret', i.confirmed_siret, 'isHeld', false)
    from control.instances i where i.tenant_id = tenant and i.state = 'trial');
end $$;
call control.definer('control.trial_mails(uuid)');
grant execute on function control.trial_mails(uuid) to app_user, app_reader;
