-- What guests of a control looked at: a line for each kind of page, with how often and when last. Each look is an act in
-- the activity besides, and one record in the sealed log an hour and kind.
create table cell.control_views (
  tenant_id uuid not null,
  pass_id uuid not null,
  view text not null check (view ~ '^[a-z_]{2,20}$'),
  looks integer not null check (looks > 0),
  last_at timestamptz not null,
  sealed_at timestamptz not null,
  primary key (tenant_id, pass_id, view)
);
call cell.wall('control_views', 'select, insert, update');
