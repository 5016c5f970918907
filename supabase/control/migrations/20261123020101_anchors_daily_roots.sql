-- Anchors: each day one signed root over the heads of all sealed logs, published, with a proof for each dossier.

-- Keys of the operator that sign anchors; the private one is wrapped by the master key and never leaves the console.
create table control.anchor_keys (
  id uuid primary key,
  algorithm text not null,
  public_key bytea not null,
  wrapped_private_key bytea not null,
  created_at timestamptz not null
);
call control.closed_wall('anchor_keys');
create policy console on control.anchor_keys to ops_control using (true) with check (true);
grant select, insert on control.anchor_keys to ops_control;

-- One row a day. Published as it stands: it names no dossier.
create table control.anchors (
  day date primary key,
  -- What is signed, to the byte.
  statement text not null,
  root bytea not null check (length(root) = 32),
  chains integer not null check (chains >= 0),
  -- Cells that did not answer; their dossiers are in no leaf of the day.
  missing text[] not null,
  is_late boolean not null,
  made_at timestamptz not null,
  algorithm text not null,
  public_key bytea not null,
  signature bytea not null check (length(signature) = 64)
);

-- The tree of a day, level by level: level 0 is the hashes of the leaves one after the other, the last is the root.
create table control.anchor_levels (
  day date not null references control.anchors (day),
  level smallint not null check (level >= 0),
  hashes bytea not null,
  primary key (day, level)
);
-- Hashes do not compress; stored as they are, a proof reads its few pieces and not the whole level.
alter table control.anchor_levels alter column hashes set storage external;

-- Where a dossier's chain stood on a day, and at which place of the tree.
create table control.anchor_leaves (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  day date not null references control.anchors (day),
  position integer not null check (position >= 0),
  chain_id uuid not null,
  seq bigint not null check (seq >= 0),
  hash bytea not null check (length(hash) = 32),
  primary key (tenant_id, day)
);
call control.tenant_wall('anchor_leaves', 'select');
grant select, insert on control.anchor_leaves to ops_control;

-- A timestamp of an authority over a day's statement (RFC 3161), where one is set.
create table control.anchor_stamps (
  day date primary key references control.anchors (day),
  authority text not null,
  token bytea not null,
  stamped_at timestamptz not null
);

-- To whom a dossier wants its proofs mailed, and how often. No row: each month, to administrators and accountants.
create table control.anchor_choices (
  tenant_id uuid primary key references control.instances (tenant_id) on delete cascade,
  pace text not null check (pace in ('monthly', 'weekly', 'daily', 'never')),
  to_members boolean not null,
  addresses text[] not null,
  updated_at timestamptz not null
);
call control.tenant_wall('anchor_choices', 'select, insert, update');
grant select on control.anchor_choices to ops_control;

-- Which proof was mailed for which period of which pace: one a period, whatever restarts.
create table control.anchor_mails (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  period text not null,
  day date not null references control.anchors (day),
  primary key (tenant_id, period)
);
call control.tenant_wall('anchor_mails', 'select');
grant select, insert on control.anchor_mails to ops_control;

-- What is published is read by everybody and added to by the console alone.
do $$
declare
  name text;
begin
  foreach name in array array['anchors', 'anchor_levels', 'anchor_stamps'] loop
    execute format('alter table control.%I enable row level security', name);
    execute format('alter table control.%I force row level security', name);
    execute format('create policy published on control.%I for select to app_user, app_reader, app_definer using (true)', name);
    execute format('create policy console on control.%I to ops_control using (true) with check (true)', name);
    execute format('grant select on control.%I to app_user, app_reader, app_definer', name);
    execute format('grant select, insert on control.%I to ops_control', name);
  end loop;
end $$;

-- An anchor that could be changed would prove nothing; the leaves of an erased dossier go with it.
create function control.refuse_anchor_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  raise exception 'anchored: % of %', lower(tg_op), tg_table_name using errcode = 'PF010';
end $$;
create trigger kept before update or delete on control.anchors
  for each row execute function control.refuse_anchor_change();
create trigger kept before update or delete on control.anchor_levels
  for each row execute function control.refuse_anchor_change();
create trigger kept before update or delete on control.anchor_stamps
  for each row execute function control.refuse_anchor_change();
create trigger kept before update or delete on control.anchor_keys
  for each row execute function control.refuse_anchor_change();
create trigger kept before update on control.anchor_leaves
  for each row execute function control.refuse_anchor_change();
