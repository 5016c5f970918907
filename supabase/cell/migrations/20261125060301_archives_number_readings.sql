-- How far the numbering journal of a dossier was read and what it said, so that a look reads only what came since. Kept
-- for speed: it proves nothing by itself and is made again from the log.
create table cell.number_readings (
  tenant_id uuid primary key,
  -- The last record that was read, and its hash, held against the log at each look.
  seq bigint not null check (seq >= 0),
  hash bytea not null,
  tally json not null,
  erasure bigint not null,
  begun_at timestamptz not null,
  read_at timestamptz not null,
  is_under_way boolean not null,
  -- A record read before that was found changed or gone.
  rewritten_seq bigint,
  rewritten_at timestamptz,
  check ((rewritten_seq is null) = (rewritten_at is null))
);
call cell.wall('number_readings', 'select, insert, update');
