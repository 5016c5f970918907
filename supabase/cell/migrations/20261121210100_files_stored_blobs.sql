-- What is known of a stored blob; its bytes stand in the store under `tenant/id`.

create table cell.files (
  tenant_id uuid not null,
  id uuid not null,
  name text not null check (char_length(name) between 1 and 200),
  mime text not null,
  bytes bigint not null check (bytes between 1 and 52428800),
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  purpose text not null check (purpose in ('attachment', 'image', 'issued_document')),
  created_at timestamptz not null,
  created_by uuid,
  primary key (tenant_id, id)
);
create index files_by_time on cell.files (tenant_id, created_at, id);
call cell.wall('files', 'select, insert, delete');

-- An issued document's file is never changed nor removed; the others are never changed.
create function cell.refuse_file_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' and (old.purpose <> 'issued_document' or current_user = 'ops_purger') then
    return old;
  end if;
  raise exception 'sealed: % of files', lower(tg_op) using errcode = 'PF010';
end $$;
create trigger sealed_rows before update or delete on cell.files
  for each row execute function cell.refuse_file_change();
create trigger sealed_table before truncate on cell.files
  for each statement execute function cell.refuse_change();

-- Size of a dossier's files, kept in the transaction that adds or removes one.
create table cell.file_usage (
  tenant_id uuid primary key,
  files bigint not null default 0 check (files >= 0),
  bytes bigint not null default 0 check (bytes >= 0)
);
call cell.wall('file_usage', 'select, insert, update');
