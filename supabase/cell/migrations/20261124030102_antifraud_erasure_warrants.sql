-- The purger writes down the warrant that two operators gave for contents, and no other kind: a warrant that lets a
-- whole dossier go is out of its reach.
alter table cell.purge_warrants
  add constraint purge_warrants_others check (reason <> 'contents_retention_ended' or granted_by <> seconded_by);
grant insert on cell.purge_warrants to ops_purger;
create policy contents_only on cell.purge_warrants as restrictive for insert to ops_purger with check (
  reason = 'contents_retention_ended' and contents_before <= now() - interval '10 years'
  and expires_at <= now() + interval '8 days'
);

-- What was erased under which warrant, without going through the log.
create index sealed_records_erased on cell.sealed_records (tenant_id, erased_under) where erased_under is not null;

-- How many contents an erasure up to an instant would reach in the dossier in scope, and how many of them no archive
-- holds: nothing goes that was not archived before (BOI-TVA-DECLA-30-10-30 § 200 s.).
create function cell.erasure_reach(before timestamptz) returns table (records bigint, unarchived bigint)
language sql stable security definer set search_path = '' as $$
  select count(*), count(*) filter (where not exists (
    select 1 from cell.archives a
    where a.tenant_id = r.tenant_id and a.state = 'done' and r.seq between a.first_seq and a.last_seq
  ))
  from cell.sealed_records r
  where r.tenant_id = (select cell.app_tenant_id()) and r.payload is not null and r.at < before
    and r.type not in ('chain_opened', 'key_rotated')
$$;
call cell.definer('cell.erasure_reach(timestamptz)');
grant execute on function cell.erasure_reach(timestamptz) to ops_reader;
