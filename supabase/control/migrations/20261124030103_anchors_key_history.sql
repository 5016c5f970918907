-- The keys that sign anchors, one after the other: each change is signed by the key that goes, and published.
create table control.anchor_key_history (
  key_id uuid primary key references control.anchor_keys (id),
  algorithm text not null,
  public_key bytea not null,
  since timestamptz not null,
  -- What the former key signed, to the byte; null for the first key, which nobody vouches for.
  statement text,
  signature bytea check (length(signature) = 64),
  constraint anchor_key_history_signed check ((statement is null) = (signature is null))
);
alter table control.anchor_key_history enable row level security;
alter table control.anchor_key_history force row level security;
create policy published on control.anchor_key_history for select to app_user, app_reader, app_definer using (true);
create policy console on control.anchor_key_history to ops_control using (true) with check (true);
grant select on control.anchor_key_history to app_user, app_reader, app_definer;
grant select, insert on control.anchor_key_history to ops_control;
create trigger kept before update or delete on control.anchor_key_history
  for each row execute function control.refuse_anchor_change();

insert into control.anchor_key_history (key_id, algorithm, public_key, since)
  select id, algorithm, public_key, created_at from control.anchor_keys order by created_at limit 1;

-- Who asked for a key; null for the first, which the first anchor drew.
alter table control.anchor_keys add column asked_by uuid;
