-- Exit archives: everything of a dossier in one ZIP, whoever leaves. Made on demand, kept for a few days; the bytes stand
-- in parts in the cell's store and count in nobody's size.
create table cell.exit_archives (
  tenant_id uuid not null,
  id uuid not null,
  state text not null check (state in ('asked', 'making', 'done', 'failed', 'expired')),
  -- How many steps are behind it: whoever ends a step says which one it was.
  step integer not null check (step >= 0),
  cursor jsonb,
  company_name text not null,
  -- True when nobody changed the dossier while its data were read: the data can be imported.
  is_whole boolean,
  documents integer not null default 0 check (documents >= 0),
  files integer check (files > 0),
  bytes bigint check (bytes > 0),
  sha256 text check (sha256 ~ '^[0-9a-f]{64}$'),
  parts jsonb not null default '[]',
  failure text,
  asked_at timestamptz not null,
  asked_by uuid,
  done_at timestamptz,
  expires_at timestamptz,
  primary key (tenant_id, id),
  constraint exit_archives_sound check (state not in ('done', 'expired')
    or (is_whole is not null and files is not null and bytes is not null and sha256 is not null
      and done_at is not null and expires_at is not null)),
  constraint exit_archives_gone check (state = 'done' or parts = '[]')
);
create index exit_archives_by_time on cell.exit_archives (tenant_id, asked_at desc, id desc);
create unique index exit_archives_one_under_way on cell.exit_archives (tenant_id) where state in ('asked', 'making');
call cell.wall('exit_archives', 'select, insert, update');
call cell.journaled('exit_archives');
