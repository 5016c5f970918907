-- An issued document without its record is a defect of the program's: told by a state of its own, apart from PF010,
-- which a program also meets where the id that it asks for is taken by a sealed document.
create or replace function cell.sales_document_is_sealed() returns trigger
language plpgsql set search_path = '' as $$
begin
  if current_user <> 'ops_mover' and not exists (
    select from cell.sealed_records r
    where r.tenant_id = new.tenant_id and r.seq = new.seal_seq and r.subject_id = new.id
      and r.type = new.kind || '_issued'
  ) then
    raise exception 'sealed: an issued document without its record' using errcode = 'PF013';
  end if;
  return null;
end $$;
