-- Which dossiers have something over and open: ids alone, for the queue, which sees no business table. A quiet dossier
-- costs three looks at indexes; one with open records the reading of their types.
create function cell.dossiers_to_close(moment timestamptz) returns setof uuid
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
        and k.to_on < date_trunc('year', moment at time zone c.time_zone)
    )
  )
$$;
call cell.definer('cell.dossiers_to_close(timestamptz)');
grant execute on function cell.dossiers_to_close(timestamptz) to app_queue;
-- The queue asks for the closing; its policy lets it write the product's jobs alone.
grant insert on cell.jobs to app_queue;
