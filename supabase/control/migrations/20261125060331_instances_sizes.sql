-- The size of a dossier with its files and what makes it up, and how far its administrators were warned.
alter table control.instance_figures
  add column file_count bigint not null default 0,
  add column file_bytes bigint not null default 0,
  -- [{part, rows, bytes}], by table of the cell.
  add column parts jsonb not null default '[]',
  -- 80 or 95 once its administrators were written to; 0 again when the dossier has become smaller.
  add column warned_percent smallint not null default 0 check (warned_percent in (0, 80, 95));

-- How far a dossier was warned of its size, by the dossier that the entrance has just found; null when it was not.
create function control.size_warned(tenant uuid) returns smallint
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select nullif(f.warned_percent, 0) from control.instance_figures f where f.tenant_id = tenant);
end $$;
call control.definer('control.size_warned(uuid)');
grant execute on function control.size_warned(uuid) to app_user, app_reader;
