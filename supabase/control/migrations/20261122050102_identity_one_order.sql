-- One order of locks for whoever signs in, is let in again or leaves: the attempts counted on the account, the tries of
-- its person, the person himself. Before, a lifted block took the first two the other way round.

-- Lifts the block of a person and gives his account's attempts back; the bucket is the one that sign-in counts in.
create function control.lift_block(person uuid, of_bucket text) returns void
language plpgsql volatile security definer set search_path = '' as $$
begin
  -- An account is counted under the SHA-256 of its address's key, see rate_limits.ts.
  delete from control.rate_limits r using control.people p
    where p.id = person and r.bucket = of_bucket and r.key_hash = sha256(convert_to(p.email_key, 'UTF8'));
  delete from control.password_tries t where t.person_id = person;
end $$;
call control.definer('control.lift_block(uuid, text)', 'identity_definer');
grant execute on function control.lift_block(uuid, text) to app_user;
drop function control.clear_password_tries(uuid);

create or replace function control.erase_me(administrator text) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
declare
  me uuid := control.app_person_id();
  key text;
begin
  perform 1 from control.memberships m
    where m.tenant_id in (select o.tenant_id from control.memberships o where o.person_id = me)
    order by m.tenant_id, m.person_id for update;
  if exists (select 1 from control.my_last_posts(administrator)) then return false; end if;
  -- Before his row: a sign-in holds his tries when it writes his session.
  perform 1 from control.password_tries t where t.person_id = me for update;
  select p.email_key into key from control.people p where p.id = me;
  delete from control.one_time_tokens t using control.sign_up_requests r
    where t.subject_id = r.id and (r.person_id = me or r.email_key = key);
  delete from control.sign_up_requests r where r.person_id = me or r.email_key = key;
  update control.security_log l set person_id = null where l.person_id = me;
  delete from control.people p where p.id = me;
  return found;
end $$;
