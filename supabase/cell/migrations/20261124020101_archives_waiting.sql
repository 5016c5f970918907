-- Several archives may be asked for at once (the years of a control): one is made, the others wait for their turn.
alter table cell.archives drop constraint archives_state_check;
alter table cell.archives add constraint archives_state_check
  check (state in ('waiting', 'asked', 'making', 'done', 'failed'));
create index archives_waiting on cell.archives (tenant_id, asked_at, from_on) where state = 'waiting';

-- What was asked stays as it was asked; what is made or has failed stays as it is.
create or replace function cell.refuse_archive_change() returns trigger
language plpgsql set search_path = '' as $$
begin
  if tg_op = 'DELETE' then
    if current_user = 'ops_purger' then
      return old;
    end if;
  elsif old.state in ('waiting', 'asked', 'making') and new.step >= old.step
    and (new.id, new.is_whole, new.from_on, new.to_on, new.chain_id, new.first_seq, new.last_seq, new.asked_at)
      = (old.id, old.is_whole, old.from_on, old.to_on, old.chain_id, old.first_seq, old.last_seq, old.asked_at) then
    return new;
  end if;
  raise exception 'sealed: % of archives', lower(tg_op) using errcode = 'PF010';
end $$;
