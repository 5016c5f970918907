-- No document is issued under a date of a closed month or year. The rules say so before; this holds it where a month is
-- closed while an invoice is on its way: both wait for the chain's head, and this looks once the head is held.
create function cell.refuse_closed_month() returns trigger
language plpgsql set search_path = '' as $$
begin
  if current_user <> 'ops_mover' and exists (
    select 1 from cell.closures c
    where c.tenant_id = new.tenant_id and c.kind in ('month', 'year') and c.to_on >= new.issue_on
  ) then
    raise exception 'sealed: a document of a closed month' using errcode = 'PF012';
  end if;
  return new;
end $$;
create trigger closed_month before update on cell.sales_documents
  for each row when (new.state = 'issued' and old.state <> 'issued') execute function cell.refuse_closed_month();
create trigger closed_month_made before insert on cell.sales_documents
  for each row when (new.state = 'issued') execute function cell.refuse_closed_month();
