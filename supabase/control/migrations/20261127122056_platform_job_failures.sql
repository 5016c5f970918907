-- When a job failed first and last, and the class of each failure: an SQLSTATE, the name of a refusal or of an error,
-- never a sentence, which could hold a name.
alter table control.jobs
  add column first_failure text,
  add column first_failed_at timestamptz,
  add column last_failure text,
  add column last_failed_at timestamptz;
update control.jobs set last_failure = substring(last_error from '^[A-Za-z0-9_.]{1,100}')
  where state = 'parked' and last_error is not null;
