-- The sealed log: one chain a dossier, its head locked last, each record signed, nothing ever changed.

create table cell.signing_keys (
  tenant_id uuid not null,
  id uuid not null,
  algorithm text not null,
  public_key bytea not null,
  wrapped_private_key bytea not null,
  created_at timestamptz not null,
  primary key (tenant_id, id)
);
call cell.wall('signing_keys', 'select, insert');
call cell.append_only('signing_keys');

create table cell.chains (
  tenant_id uuid primary key,
  chain_id uuid not null,
  key_id uuid not null,
  head_seq bigint not null check (head_seq >= 0),
  head_hash bytea not null check (length(head_hash) = 32),
  head_at timestamptz not null,
  -- Version of the program that sealed last: another one says so in a record before its first.
  version text not null,
  foreign key (tenant_id, key_id) references cell.signing_keys (tenant_id, id)
);
call cell.wall('chains', 'select, insert, update');

create function cell.chain_goes_forward() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    if current_user = 'ops_purger' then
      return old;
    end if;
  elsif tg_op = 'UPDATE' and new.chain_id = old.chain_id and new.head_seq > old.head_seq and new.head_at >= old.head_at then
    return new;
  end if;
  raise exception 'sealed: the chain only grows' using errcode = 'PF010';
end $$;
create trigger forward before update or delete on cell.chains
  for each row execute function cell.chain_goes_forward();
create trigger sealed_table before truncate on cell.chains
  for each statement execute function cell.refuse_change();

create table cell.sealed_records (
  tenant_id uuid not null,
  seq bigint not null check (seq > 0),
  format smallint not null check (format = 1),
  type text not null check (type ~ '^[a-z][a-z_]{2,31}$'),
  at timestamptz not null,
  prev_hash bytea not null check (length(prev_hash) = 32),
  payload bytea not null,
  payload_digest bytea not null check (length(payload_digest) = 32),
  hash bytea not null check (length(hash) = 32),
  key_id uuid not null,
  algorithm text not null,
  signature bytea not null,
  subject_id uuid,
  primary key (tenant_id, seq),
  foreign key (tenant_id, key_id) references cell.signing_keys (tenant_id, id)
);
create index sealed_records_subject on cell.sealed_records (tenant_id, subject_id, seq) where subject_id is not null;
call cell.wall('sealed_records', 'select, insert');
call cell.append_only('sealed_records');

-- What may leave the cell every minute so that a rollback shows: positions and hashes, no content.
create function cell.chain_heads() returns table (tenant_id uuid, chain_id uuid, head_seq bigint, head_hash bytea)
language sql stable security definer set search_path = '' as $$
  select c.tenant_id, c.chain_id, c.head_seq, c.head_hash from cell.chains c
$$;
call cell.definer('cell.chain_heads()');
grant execute on function cell.chain_heads() to ops_reader;
