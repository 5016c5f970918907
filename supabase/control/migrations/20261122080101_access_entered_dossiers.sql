-- Which dossiers a person ever entered: each of them may show his name in « Qui a fait quoi », long after he has left it.

create table control.entered_dossiers (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  person_id uuid not null references control.people (id) on delete cascade,
  entered_at timestamptz not null,
  primary key (tenant_id, person_id)
);
create index entered_dossiers_by_person on control.entered_dossiers (person_id, tenant_id);
call control.tenant_wall('entered_dossiers', 'select');
grant select, insert on control.entered_dossiers to identity_definer;

insert into control.entered_dossiers (tenant_id, person_id, entered_at)
  select m.tenant_id, m.person_id, m.created_at from control.memberships m;

-- Whoever writes a membership writes this, whichever way the person came in; nobody else can.
create function control.remember_entry() returns trigger
language plpgsql security definer set search_path = '' as $$
begin
  insert into control.entered_dossiers (tenant_id, person_id, entered_at)
    values (new.tenant_id, new.person_id, new.created_at) on conflict do nothing;
  return null;
end $$;
call control.definer('control.remember_entry()', 'identity_definer');
create trigger memberships_remembered after insert on control.memberships
  for each row execute function control.remember_entry();

create function control.my_entered_dossiers() returns table (tenant_id uuid)
language sql stable security definer set search_path = '' as $$
  select e.tenant_id from control.entered_dossiers e where e.person_id = control.app_person_id() order by e.tenant_id
$$;
call control.definer('control.my_entered_dossiers()');
grant execute on function control.my_entered_dossiers() to app_user, app_reader;

-- What keeps the person in scope from leaving, dossier by dossier, with what its page needs to say what to do.
drop function control.my_last_posts(text);
create function control.my_last_posts(administrator text) returns table (
  slug text, company_name text, state text, trial_ends_on date, time_zone text, is_administrator boolean,
  only_owner boolean, only_administrator boolean, others integer)
language sql stable security definer set search_path = '' as $$
  with posts as (
    select i.tenant_id, i.slug, i.company_name, i.state, i.trial_ends_on, i.time_zone,
      m.profile = administrator as is_administrator,
      m.is_owner and not exists (select 1 from control.memberships o
        where o.tenant_id = m.tenant_id and o.person_id <> m.person_id and o.is_owner) as only_owner,
      m.profile = administrator and not exists (select 1 from control.memberships o
        where o.tenant_id = m.tenant_id and o.person_id <> m.person_id and o.profile = administrator) as only_administrator,
      (select count(*)::integer from control.memberships o
        where o.tenant_id = m.tenant_id and o.person_id <> m.person_id) as others
    from control.memberships m join control.instances i on i.tenant_id = m.tenant_id
    where m.person_id = control.app_person_id() and i.state not in ('closed', 'erased', 'copy')
  )
  select p.slug, p.company_name, p.state, p.trial_ends_on, p.time_zone, p.is_administrator,
    p.only_owner, p.only_administrator, p.others
  from posts p where p.only_owner or p.only_administrator order by p.company_name, p.tenant_id
$$;
call control.definer('control.my_last_posts(text)', 'identity_definer');
grant execute on function control.my_last_posts(text) to app_user, app_reader;

-- Acts that wait to be copied into a cell bear names: those of somebody who leaves are taken out with him.
grant select, update on control.access_acts to identity_definer;
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
  delete from control.invitations i where i.email_key = key;
  update control.access_acts a set actor = 'Personne effacée' where a.person_id = me;
  update control.access_acts a set subject_label = 'Personne effacée' where a.subject_kind = 'member' and a.subject_id = me;
  update control.security_log l set person_id = null where l.person_id = me;
  delete from control.people p where p.id = me;
  return found;
end $$;
grant select, delete on control.invitations to identity_definer;
