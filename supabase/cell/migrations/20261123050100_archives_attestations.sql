-- Files of attestations and archives are never removed either.
alter table cell.files drop constraint files_purpose_check;
alter table cell.files add constraint files_purpose_check
  check (purpose in ('attachment', 'image', 'issued_document', 'attestation', 'archive'));
create or replace function cell.refuse_file_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' and (old.purpose in ('attachment', 'image') or current_user = 'ops_purger') then
    return old;
  end if;
  raise exception 'sealed: % of files', lower(tg_op) using errcode = 'PF010';
end $$;

-- Attestations of compliance that were made (CGI art. 286, I, 3° bis): each for one version, never changed.
create table cell.attestations (
  tenant_id uuid not null,
  id uuid not null,
  made_at timestamptz not null,
  made_by uuid,
  -- Version of the program, and the root of the major version that the attestation covers.
  version text not null,
  root text not null,
  -- The administration's model that its wording follows.
  model text not null,
  representative text not null,
  acquired_on date not null,
  used_since date not null,
  city text not null,
  file_id uuid not null,
  sha256 text not null check (sha256 ~ '^[0-9a-f]{64}$'),
  seal_seq bigint not null,
  primary key (tenant_id, id),
  foreign key (tenant_id, file_id) references cell.files (tenant_id, id)
);
call cell.wall('attestations', 'select, insert');
call cell.append_only('attestations');
create index attestations_by_time on cell.attestations (tenant_id, made_at desc, id desc);
create index attestations_by_file on cell.attestations (tenant_id, file_id);
