-- Legal archives: what was asked, how far its making has come, and what it holds. An archive is never taken back.

create table cell.archives (
  tenant_id uuid not null,
  id uuid not null,
  is_whole boolean not null,
  from_on date not null,
  to_on date not null check (to_on >= from_on),
  state text not null check (state in ('asked', 'making', 'done', 'failed')),
  -- How many steps are behind it: whoever ends a step says which one it was.
  step integer not null check (step >= 0),
  cursor jsonb,
  chain_id uuid not null,
  company_name text not null,
  company_siren text,
  first_seq bigint not null check (first_seq > 0),
  last_seq bigint not null check (last_seq >= first_seq),
  prev_hash bytea not null check (length(prev_hash) = 32),
  head_hash bytea not null check (length(head_hash) = 32),
  done_units bigint not null check (done_units >= 0),
  total_units bigint not null check (total_units >= 0),
  manifest_sha256 text check (manifest_sha256 ~ '^[0-9a-f]{64}$'),
  files bigint,
  bytes bigint,
  parts jsonb not null,
  failure text,
  asked_at timestamptz not null,
  asked_by uuid,
  done_at timestamptz,
  seal_seq bigint,
  primary key (tenant_id, id),
  constraint archives_done check ((state = 'done') = (seal_seq is not null)),
  constraint archives_sound check (state <> 'done' or (manifest_sha256 is not null and files > 0 and bytes > 0 and done_at is not null))
);
create index archives_by_time on cell.archives (tenant_id, asked_at, id);
-- One at a time: two would read the same chain twice and give two archives without an order.
create unique index archives_one_under_way on cell.archives (tenant_id) where state in ('asked', 'making');
call cell.wall('archives', 'select, insert, update');

-- What was asked stays as it was asked; what is made or has failed stays as it is.
create function cell.refuse_archive_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    if current_user = 'ops_purger' then
      return old;
    end if;
  elsif old.state in ('asked', 'making') and new.step >= old.step
    and (new.id, new.is_whole, new.from_on, new.to_on, new.chain_id, new.first_seq, new.last_seq, new.asked_at)
      = (old.id, old.is_whole, old.from_on, old.to_on, old.chain_id, old.first_seq, old.last_seq, old.asked_at) then
    return new;
  end if;
  raise exception 'sealed: % of archives', lower(tg_op) using errcode = 'PF010';
end $$;
create trigger sealed_rows before update or delete on cell.archives
  for each row execute function cell.refuse_archive_change();
create trigger sealed_table before truncate on cell.archives
  for each statement execute function cell.refuse_change();

-- The records that say which keys sign: an archive carries them all, wherever it begins.
create index sealed_records_keys on cell.sealed_records (tenant_id, seq) where type in ('chain_opened', 'key_rotated');
