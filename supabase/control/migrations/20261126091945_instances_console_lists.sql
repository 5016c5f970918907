-- What the console's lists are sorted by, each with the index that gives one page without reading the others.

create index instances_by_name on control.instances (search, tenant_id);
create index instances_by_trial_end on control.instances ((coalesce(trial_ends_on, date '9999-12-31')), tenant_id);

-- Rows and files, as last sampled: on the directory's own row, since no index sorts the rows of one table by another.
alter table control.instances add column bytes bigint not null default 0;
create index instances_by_size on control.instances (bytes, tenant_id);
create function control.keep_instance_bytes() returns trigger
language plpgsql volatile security definer set search_path = '' as $$
declare
  held bigint := case when tg_op = 'DELETE' then 0 else new.row_bytes + new.file_bytes end;
begin
  update control.instances i set bytes = held where i.tenant_id = coalesce(new.tenant_id, old.tenant_id) and i.bytes <> held;
  return null;
end $$;
call control.definer('control.keep_instance_bytes()', 'identity_definer');
create trigger instance_bytes after insert or delete or update of row_bytes, file_bytes on control.instance_figures
  for each row execute function control.keep_instance_bytes();
update control.instances i set bytes = f.row_bytes + f.file_bytes
  from control.instance_figures f where f.tenant_id = i.tenant_id;

create index procedures_by_beginning on control.procedures (created_at, id);
create index procedures_by_last_move on control.procedures (updated_at, id);
create index procedures_by_attempts on control.procedures (attempts, id);

drop index control.jobs_parked;
create index jobs_parked on control.jobs (created_at, id) where state = 'parked';
create index jobs_parked_by_attempts on control.jobs (attempts, id) where state = 'parked';

create index alerts_by_last_look on control.alerts (seen_at, id);
create index alerts_by_subject on control.alerts (subject_kind, subject, id);
