-- Changes of the printed IBAN: each waits for a passkey, a second administrator or a day before documents bear it.

create table cell.iban_changes (
  tenant_id uuid not null,
  id uuid not null,
  before_iban text,
  iban text,
  bic text,
  bank_name text,
  asked_at timestamptz not null,
  asked_by uuid,
  -- When it takes effect by itself, unless somebody refuses it before.
  effective_at timestamptz not null,
  state text not null default 'pending' check (state in ('pending', 'effective', 'refused')),
  way text check (way in ('first', 'passkey', 'second_person', 'delay')),
  decided_at timestamptz,
  decided_by uuid,
  primary key (tenant_id, id),
  constraint iban_changes_decided check ((state = 'pending') = (decided_at is null)),
  constraint iban_changes_way check ((state = 'effective') = (way is not null))
);
create unique index iban_changes_one_pending on cell.iban_changes (tenant_id) where state = 'pending';
call cell.wall('iban_changes', 'select, insert, update');
