-- The one search of items, like that of parties: LIKE is not leakproof, so the function filters on the dossier itself.
create function cell.search_items(
  pattern1 text, pattern2 text, pattern3 text, pattern4 text,
  wanted_category uuid, in_archive boolean, first_prefix text,
  after_key text, after_id uuid, backwards boolean, take integer
) returns table (id uuid)
language plpgsql stable security definer rows 50 set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  return query
    select i.id from cell.items i
    where i.tenant_id = (select cell.app_tenant_id())
      and i.search like pattern1
      and (pattern2 is null or i.search like pattern2)
      and (pattern3 is null or i.search like pattern3)
      and (pattern4 is null or i.search like pattern4)
      and (i.archived_at is not null) = in_archive
      and (wanted_category is null or i.category_id = wanted_category)
      and (after_key is null
        or case when backwards then (i.name_key, i.id) < (after_key, after_id)
          else (i.name_key, i.id) > (after_key, after_id) end)
    order by
      case when first_prefix <> '' and starts_with(i.name_key, first_prefix) then 0 else 1 end,
      case when backwards then i.name_key end desc, case when backwards then i.id end desc,
      i.name_key, i.id
    limit least(take, 201);
end $$;
call cell.definer('cell.search_items(text, text, text, text, uuid, boolean, text, text, uuid, boolean, integer)');
grant execute on function
  cell.search_items(text, text, text, text, uuid, boolean, text, text, uuid, boolean, integer)
  to app_user, app_reader;
