-- A number typed whole is found by its own index, and nothing else is looked for: the trigrams of numbers are those of
-- every other number of the year. In plpgsql, which keeps its plans; a function in SQL is planned at each call.
create or replace function cell.search_sales_documents(kinds text, words text, below uuid, most integer)
returns table (id uuid)
language plpgsql stable security definer rows 50 set search_path = '' as $$
begin
  return query
    select d.id from cell.sales_documents d
    where d.tenant_id = (select cell.app_tenant_id()) and d.kind = kinds
      and d.number = upper(search_sales_documents.words) and (below is null or d.id < below);
  if found then
    return;
  end if;
  return query
    select s.document_id from cell.sales_search s
    where s.tenant_id = (select cell.app_tenant_id()) and s.kind = kinds
      and s.words like '%' || search_sales_documents.words || '%'
      and (below is null or s.document_id < below)
    order by s.document_id desc limit least(most, 100);
end $$;
call cell.definer('cell.search_sales_documents(text, text, uuid, integer)');
grant execute on function cell.search_sales_documents(text, text, uuid, integer) to app_user, app_reader;
