-- Who did what, and when: one row an act, written by the verb in its own transaction.
create table cell.activity (
  tenant_id uuid not null,
  id uuid not null,
  at timestamptz not null,
  person_id uuid,
  actor text,
  verb text not null,
  subject_kind text not null,
  subject_id uuid not null,
  summary text not null,
  primary key (tenant_id, id),
  -- A person is named by people_labels, so that erasing him changes one row; the others have a name of their own.
  constraint activity_one_actor check ((person_id is null) <> (actor is null))
);
create index activity_by_subject on cell.activity (tenant_id, subject_kind, subject_id, at, id);
create index activity_by_time on cell.activity (tenant_id, at, id);
call cell.wall('activity', 'select, insert');
