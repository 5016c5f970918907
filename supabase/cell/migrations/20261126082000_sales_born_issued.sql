-- A document that a program asks for whole is born issued: one row written, not a draft that is rewritten at once. Its
-- lines and totals come before it, since nothing is added to an issued document.
alter table cell.sales_lines alter constraint sales_lines_tenant_id_document_id_fkey deferrable initially deferred;
alter table cell.sales_vat_totals alter constraint sales_vat_totals_tenant_id_document_id_fkey
  deferrable initially deferred;

-- However it came to be issued, its record stands in the sealed log under the number that it names, or the transaction
-- is refused. A move carries documents and records by turns.
create function cell.sales_document_is_sealed() returns trigger
language plpgsql set search_path = '' as $$
begin
  if current_user <> 'ops_mover' and not exists (
    select from cell.sealed_records r
    where r.tenant_id = new.tenant_id and r.seq = new.seal_seq and r.subject_id = new.id
      and r.type = new.kind || '_issued'
  ) then
    raise exception 'sealed: an issued document without its record' using errcode = 'PF010';
  end if;
  return null;
end $$;
create constraint trigger sealed_at_birth after insert on cell.sales_documents deferrable initially deferred
  for each row when (new.state = 'issued') execute function cell.sales_document_is_sealed();
create constraint trigger sealed_at_issue after update on cell.sales_documents deferrable initially deferred
  for each row when (new.state = 'issued' and old.state <> 'issued') execute function cell.sales_document_is_sealed();

drop trigger born_open on cell.sales_documents;
drop function cell.sales_document_is_born_open();
