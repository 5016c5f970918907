-- When a job failed first and last, and the class of each failure: an SQLSTATE, the name of a refusal or of an error,
-- never a sentence, which could hold a name.
alter table cell.jobs
  add column first_failure text,
  add column first_failed_at timestamptz,
  add column last_failure text,
  add column last_failed_at timestamptz,
  -- The last order of an operator that was carried out on it: known again when it is run twice.
  add column ordered_by uuid;
update cell.jobs set last_failure = substring(last_error from '^[A-Za-z0-9_.]{1,100}')
  where state = 'parked' and last_error is not null;

-- What the console samples of the jobs that are parked: no payload, no message. The oldest first.
create function cell.parked_jobs(most integer) returns table (
  tenant_id uuid, id uuid, kind text, attempts integer, created_at timestamptz, first_failure text,
  first_failed_at timestamptz, last_failure text, last_failed_at timestamptz)
language sql stable security definer set search_path = '' as $$
  select j.tenant_id, j.id, j.kind, j.attempts, j.created_at, j.first_failure, j.first_failed_at, j.last_failure,
    j.last_failed_at
  from cell.jobs j where j.state = 'parked' order by j.created_at, j.id limit most
$$;
call cell.definer('cell.parked_jobs(integer)');
grant execute on function cell.parked_jobs(integer) to ops_reader;
