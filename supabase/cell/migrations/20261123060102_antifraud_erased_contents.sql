-- Contents past retention: under a warrant of two operators the payload goes, its digest and the record stay.

alter table cell.sealed_records
  alter column payload drop not null,
  add column erased_at timestamptz,
  add column erased_under uuid,
  add constraint sealed_records_erased check (
    (payload is null) = (erased_at is not null) and (payload is null) = (erased_under is not null)
  ),
  -- What makes keys the dossier's is needed to verify for ever.
  add constraint sealed_records_keys_stay check (payload is not null or type not in ('chain_opened', 'key_rotated'));

-- A warrant for contents lets nothing else be deleted, and says how far it reaches: at least ten years back
-- (Code de commerce, art. L123-22).
alter table cell.purge_warrants
  drop constraint purge_warrants_reason_check,
  add constraint purge_warrants_reason_check
    check (reason in ('moved', 'preview', 'scratch', 'never_activated', 'retention_ended', 'contents_retention_ended')),
  add column contents_before timestamptz,
  add constraint purge_warrants_contents check ((reason = 'contents_retention_ended') = (contents_before is not null));

create or replace function cell.purge_allowed() returns boolean
language sql stable set search_path = '' as $$
  select exists (
    select 1 from cell.purge_warrants w
    where w.tenant_id = (select cell.app_tenant_id()) and w.expires_at > now() and w.reason <> 'contents_retention_ended'
  )
$$;

create function cell.erasure_reaches() returns timestamptz
language sql stable set search_path = '' as $$
  select least(max(w.contents_before), now() - interval '10 years') from cell.purge_warrants w
  where w.tenant_id = (select cell.app_tenant_id()) and w.expires_at > now() and w.reason = 'contents_retention_ended'
$$;
revoke all on function cell.erasure_reaches() from public;
grant execute on function cell.erasure_reaches() to ops_purger;

create policy erase_sees on cell.sealed_records for select to ops_purger
  using (tenant_id = (select cell.app_tenant_id()) and at < (select cell.erasure_reaches()));
create policy erase on cell.sealed_records for update to ops_purger
  using (tenant_id = (select cell.app_tenant_id()) and at < (select cell.erasure_reaches()))
  with check (tenant_id = (select cell.app_tenant_id()) and payload is null);
grant update (payload, erased_at, erased_under) on cell.sealed_records to ops_purger;

create function cell.refuse_sealed_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  if current_user = 'ops_purger' then
    if tg_op = 'DELETE' then
      return old;
    end if;
    if tg_op = 'UPDATE' and old.payload is not null and new.payload is null
      and to_jsonb(new) - 'payload' - 'erased_at' - 'erased_under' = to_jsonb(old) - 'payload' - 'erased_at' - 'erased_under'
      and exists (
        select 1 from cell.purge_warrants w
        where w.tenant_id = old.tenant_id and w.id = new.erased_under and w.reason = 'contents_retention_ended'
          and w.expires_at > now() and old.at < w.contents_before and old.at < now() - interval '10 years'
      )
    then
      new.erased_at := date_trunc('milliseconds', now());
      return new;
    end if;
  end if;
  raise exception 'sealed: % of %', lower(tg_op), tg_table_name using errcode = 'PF010';
end $$;
drop trigger sealed_rows on cell.sealed_records;
create trigger sealed_rows before update or delete on cell.sealed_records
  for each row execute function cell.refuse_sealed_change();
