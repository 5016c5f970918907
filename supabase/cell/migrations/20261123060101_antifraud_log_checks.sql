-- Verifications of the sealed log: how far each has come, so that a long one goes on in slices, and what it found.

create table cell.log_checks (
  tenant_id uuid not null,
  id uuid not null,
  asked_at timestamptz not null,
  asked_by uuid,
  -- What the chain is held against: its head when the verification was asked for.
  head_seq bigint not null,
  head_hash bytea not null,
  part text not null check (part in ('chain', 'agreement', 'done')),
  -- Where it stands: state of the walk along the chain, then of the comparison.
  state jsonb not null,
  finished_at timestamptz,
  outcome jsonb,
  -- Null where the record could not be sealed: a chain forged beyond its head takes none.
  seal_seq bigint,
  primary key (tenant_id, id),
  check ((part = 'done') = (outcome is not null and finished_at is not null))
);
create index log_checks_by_time on cell.log_checks (tenant_id, asked_at desc);
-- One at a time: whoever asks meanwhile follows the one that runs.
create unique index log_checks_running on cell.log_checks (tenant_id) where part <> 'done';
call cell.wall('log_checks', 'select, insert, update');

-- The list of records, narrowed to a type.
create index sealed_records_type on cell.sealed_records (tenant_id, type, seq);

-- The hash covers milliseconds: nothing finer may stand in the row.
alter table cell.sealed_records add constraint sealed_records_milliseconds check (date_trunc('milliseconds', at) = at);
