-- Closed days, months and years: what was sealed in each, its totals, and the perpetual totals that never go back to 0.

create table cell.closures (
  tenant_id uuid not null,
  kind text not null check (kind in ('day', 'month', 'year')),
  period text not null check (period ~ '^\d{4}(-\d{2}(-\d{2})?)?$'),
  id uuid not null,
  from_on date not null,
  to_on date not null check (to_on >= from_on),
  -- The first moment after the period, in the company's time zone of that day.
  until_at timestamptz not null,
  time_zone text not null,
  first_seq bigint not null check (first_seq > 0),
  last_seq bigint not null check (last_seq >= first_seq),
  invoices integer not null check (invoices >= 0),
  credit_notes integer not null check (credit_notes >= 0),
  payments integer not null check (payments >= 0),
  reversals integer not null check (reversals >= 0),
  numbers jsonb not null,
  currencies jsonb not null,
  previous_id uuid,
  is_automatic boolean not null,
  seal_seq bigint not null,
  closed_at timestamptz not null check (closed_at >= until_at),
  closed_by uuid,
  primary key (tenant_id, kind, period),
  constraint closures_id unique (tenant_id, id)
);
create index closures_by_end on cell.closures (tenant_id, kind, to_on);
call cell.wall('closures', 'select, insert');
call cell.append_only('closures');

-- Nothing is sealed into a period that is closed; a dossier that moves brings its records with it.
create function cell.refuse_closed_period() returns trigger
language plpgsql set search_path = '' as $$
begin
  if current_user <> 'ops_mover' and exists (
    select 1 from (select n.tenant_id, min(n.at) as at from added n group by n.tenant_id) f
    where f.at < (
      select c.until_at from cell.closures c where c.tenant_id = f.tenant_id and c.kind = 'day' order by c.to_on desc limit 1
    )
  ) then
    raise exception 'sealed: a record in a closed period' using errcode = 'PF011';
  end if;
  return null;
end $$;
create trigger closed_period after insert on cell.sealed_records
  referencing new table as added for each statement execute function cell.refuse_closed_period();
