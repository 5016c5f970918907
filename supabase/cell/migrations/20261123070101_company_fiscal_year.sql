-- The first day of the fiscal year, by which years are closed.
alter table cell.companies add column fiscal_year_start text not null default '01-01'
  check (fiscal_year_start ~ '^(0[1-9]|1[0-2])-01$');

-- The same as before, but that a year is over when the fiscal year of the company is.
create or replace function cell.dossiers_to_close(moment timestamptz) returns setof uuid
language sql stable security definer set search_path = '' as $$
  select d.tenant_id
  from cell.dossiers d
    join cell.chains h on h.tenant_id = d.tenant_id
    join cell.companies c on c.tenant_id = d.tenant_id
    left join lateral (
      select k.to_on, k.last_seq from cell.closures k
      where k.tenant_id = d.tenant_id and k.kind = 'day' order by k.to_on desc limit 1
    ) last_day on true
    left join lateral (
      select k.to_on from cell.closures k
      where k.tenant_id = d.tenant_id and k.kind = 'month' order by k.to_on desc limit 1
    ) last_month on true
    left join lateral (
      select k.to_on from cell.closures k
      where k.tenant_id = d.tenant_id and k.kind = 'year' order by k.to_on desc limit 1
    ) last_year on true
  where d.state = 'open' and (
    (
      select r.at from cell.sealed_records r
      where r.tenant_id = d.tenant_id and r.seq > coalesce(last_day.last_seq, 0)
        and r.type in ('invoice_issued', 'credit_note_issued', 'payment_recorded', 'payment_reversed')
      order by r.seq limit 1
    ) < date_trunc('day', moment at time zone c.time_zone) at time zone c.time_zone
    or exists (
      select 1 from cell.closures k
      where k.tenant_id = d.tenant_id and k.kind = 'day' and k.to_on > coalesce(last_month.to_on, '-infinity')
        and k.to_on < date_trunc('month', moment at time zone c.time_zone)
    )
    or exists (
      select 1 from cell.closures k
      where k.tenant_id = d.tenant_id and k.kind = 'month' and k.to_on > coalesce(last_year.to_on, '-infinity')
        and k.to_on < (
          select case when s.start > s.today then s.start - interval '1 year' else s.start end
          from (
            select (moment at time zone c.time_zone)::date as today,
              (to_char(moment at time zone c.time_zone, 'YYYY-') || c.fiscal_year_start)::date as start
          ) s
        )
    )
  )
$$;
