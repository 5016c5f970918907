-- The one search of parties: up to four patterns that all hold, in the order of names, forwards or backwards.
-- It filters on the dossier itself: LIKE is not leakproof, so behind row security the index would not serve.
create function cell.search_parties(
  pattern1 text, pattern2 text, pattern3 text, pattern4 text,
  wanted_role text, in_archive boolean, first_prefix text,
  after_key text, after_id uuid, backwards boolean, take integer
) returns table (id uuid)
language plpgsql stable security definer rows 50 set search_path = '' set plan_cache_mode = force_custom_plan as $$
begin
  return query
    select p.id from cell.parties p
    where p.tenant_id = (select cell.app_tenant_id())
      and p.search like pattern1
      and (pattern2 is null or p.search like pattern2)
      and (pattern3 is null or p.search like pattern3)
      and (pattern4 is null or p.search like pattern4)
      and (p.archived_at is not null) = in_archive
      and case wanted_role
        when 'customer' then p.is_customer when 'prospect' then p.is_prospect when 'supplier' then p.is_supplier
        else true end
      and (after_key is null
        or case when backwards then (p.name_key, p.id) < (after_key, after_id)
          else (p.name_key, p.id) > (after_key, after_id) end)
    order by
      case when first_prefix <> '' and starts_with(p.name_key, first_prefix) then 0 else 1 end,
      case when backwards then p.name_key end desc, case when backwards then p.id end desc,
      p.name_key, p.id
    limit least(take, 201);
end $$;
call cell.definer('cell.search_parties(text, text, text, text, text, boolean, text, text, uuid, boolean, integer)');
grant execute on function
  cell.search_parties(text, text, text, text, text, boolean, text, text, uuid, boolean, integer)
  to app_user, app_reader;
