-- Recovery of an orphaned dossier: nobody who administers it can sign in any more. One operator asks after he has seen
-- papers, another one approves, the members are told and may object for three days, then the new person is invited.

create table control.recoveries (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  id uuid not null,
  -- asked, then approved by another operator, waiting once the members were told, done once the person was invited.
  state text not null default 'asked'
    check (state in ('asked', 'approved', 'waiting', 'done', 'refused', 'cancelled', 'objected')),
  -- Who is to become administrator and owner.
  email text not null,
  email_key text not null,
  name text not null,
  -- True when the present owners are owners no more once the new one came in.
  owners_leave boolean not null,
  reason text not null,
  -- What the first operator has seen, by kind, and his note; never a copy of a paper.
  evidence text[] not null,
  evidence_note text not null,
  -- True when he was told that an administrator had been there lately, and went on.
  administrator_seen boolean not null,
  asked_by uuid not null references control.operators (id),
  asked_by_name text not null,
  asked_at timestamptz not null,
  -- The second operator, who approved or refused.
  decided_by uuid references control.operators (id),
  decided_by_name text,
  decided_at timestamptz,
  waits_until timestamptz,
  ended_at timestamptz,
  -- Why it was refused or cancelled.
  end_reason text,
  primary key (tenant_id, id),
  constraint recoveries_two_operators check (decided_by <> asked_by),
  constraint recoveries_decided check (state in ('asked', 'cancelled') or decided_by is not null),
  constraint recoveries_wait_told check (state not in ('waiting', 'done', 'objected') or waits_until is not null)
);
-- One at a time for a dossier.
create unique index recoveries_under_way on control.recoveries (tenant_id) where state in ('asked', 'approved', 'waiting');
create index recoveries_by_age on control.recoveries (asked_at desc, id);
-- The product looks; what it may change goes through the functions below.
call control.tenant_wall('recoveries', 'select');
grant select, update on control.recoveries to identity_definer;
-- The console asks; a state, a decision and an end are written by functions alone.
grant select on control.recoveries to ops_control;
grant insert (tenant_id, id, email, email_key, name, owners_leave, reason, evidence, evidence_note, administrator_seen,
  asked_by, asked_by_name, asked_at) on control.recoveries to ops_control;

-- One link a member who was told, by its hash.
create table control.recovery_notices (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  id uuid not null,
  recovery_id uuid not null,
  person_id uuid not null references control.people (id) on delete cascade,
  token_hash bytea not null,
  created_at timestamptz not null default now(),
  primary key (tenant_id, id),
  constraint recovery_notices_once unique (tenant_id, recovery_id, person_id),
  constraint recovery_notices_hash_unique unique (token_hash),
  constraint recovery_notices_hash_length check (octet_length(token_hash) = 32),
  constraint recovery_notices_recovery foreign key (tenant_id, recovery_id)
    references control.recoveries (tenant_id, id) on delete cascade
);
create index recovery_notices_by_person on control.recovery_notices (person_id);
call control.tenant_wall('recovery_notices', 'select, insert');
grant select on control.recovery_notices to identity_definer;

-- An invitation that a recovery ends with makes an owner.
alter table control.invitations add column recovery_id uuid;
alter table control.invitations add constraint invitations_recovery
  foreign key (tenant_id, recovery_id) references control.recoveries (tenant_id, id);
create index invitations_by_recovery on control.invitations (tenant_id, recovery_id);

-- The console writes its own acts into the dossiers' activity; it reads none.
grant insert on control.access_acts to ops_control;

-- Whether somebody who governs a dossier was there since an instant. It does not say who.
create function control.is_governed_since(tenant uuid, administrator text, since timestamptz) returns boolean
language sql stable security definer set search_path = '' as $$
  select exists (select 1 from control.memberships m join control.sessions s on s.person_id = m.person_id
    where m.tenant_id = tenant and (m.is_owner or m.profile = administrator) and s.last_seen_at >= since)
$$;
call control.definer('control.is_governed_since(uuid, text, timestamptz)');
grant execute on function control.is_governed_since(uuid, text, timestamptz) to ops_control;

-- The second operator's word. False unless it waits for one, of somebody else than who asked.
create function control.decide_recovery(
  tenant uuid, recovery uuid, operator uuid, called text, approves boolean, why text, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.recoveries r set state = case when approves then 'approved' else 'refused' end,
      decided_by = operator, decided_by_name = called, decided_at = at,
      ended_at = case when approves then null else at end, end_reason = why
    where r.tenant_id = tenant and r.id = recovery and r.state = 'asked' and r.asked_by <> operator
      and exists (select 1 from control.operators o where o.id = operator and o.disabled_at is null);
  return found;
end $$;
call control.definer(
  'control.decide_recovery(uuid, uuid, uuid, text, boolean, text, timestamptz)', 'identity_definer');
grant execute on function control.decide_recovery(uuid, uuid, uuid, text, boolean, text, timestamptz) to ops_control;

-- An operator takes it back, until the person is invited. False when it is over.
create function control.cancel_recovery(tenant uuid, recovery uuid, why text, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.recoveries r set state = 'cancelled', ended_at = at, end_reason = why
    where r.tenant_id = tenant and r.id = recovery and r.state in ('asked', 'approved', 'waiting');
  return found;
end $$;
call control.definer('control.cancel_recovery(uuid, uuid, text, timestamptz)', 'identity_definer');
grant execute on function control.cancel_recovery(uuid, uuid, text, timestamptz) to ops_control;

-- The members are told: the days begin to run. False unless it was approved, in the dossier in scope.
create function control.begin_recovery(recovery uuid, until timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.recoveries r set state = 'waiting', waits_until = until
    where r.tenant_id = control.app_tenant_id() and r.id = recovery and r.state = 'approved';
  return found;
end $$;
call control.definer('control.begin_recovery(uuid, timestamptz)', 'identity_definer');
grant execute on function control.begin_recovery(uuid, timestamptz) to app_user;

-- The days are over and nobody objected. True for one caller only, in the dossier in scope.
create function control.finish_recovery(recovery uuid, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.recoveries r set state = 'done', ended_at = at
    where r.tenant_id = control.app_tenant_id() and r.id = recovery and r.state = 'waiting' and r.waits_until <= at;
  return found;
end $$;
call control.definer('control.finish_recovery(uuid, timestamptz)', 'identity_definer');
grant execute on function control.finish_recovery(uuid, timestamptz) to app_user;

-- What the link of a member who was told shows. No row: unknown, the recovery is over, or he is a member no more.
create function control.find_objection(hash bytea, at timestamptz) returns table (
  tenant_id uuid, recovery_id uuid, person_id uuid, label text, company_name text, email text, name text,
  waits_until timestamptz)
language sql stable security definer set search_path = '' as $$
  select r.tenant_id, r.id, p.id, coalesce(p.name, p.email), i.company_name, r.email, r.name, r.waits_until
  from control.recovery_notices n
    join control.recoveries r on r.tenant_id = n.tenant_id and r.id = n.recovery_id
    join control.memberships m on m.tenant_id = n.tenant_id and m.person_id = n.person_id
    join control.people p on p.id = n.person_id
    join control.instances i on i.tenant_id = n.tenant_id
  where n.token_hash = hash and r.state = 'waiting' and r.waits_until > at
$$;
call control.definer('control.find_objection(bytea, timestamptz)');
grant execute on function control.find_objection(bytea, timestamptz) to app_user, app_reader;

-- A member stops it. False unless his link is alive, in the dossier in scope.
create function control.object_recovery(hash bytea, at timestamptz) returns boolean
language plpgsql volatile security definer set search_path = '' as $$
begin
  update control.recoveries r set state = 'objected', ended_at = at
    from control.recovery_notices n
      join control.memberships m on m.tenant_id = n.tenant_id and m.person_id = n.person_id
    where n.token_hash = hash and n.tenant_id = control.app_tenant_id()
      and r.tenant_id = n.tenant_id and r.id = n.recovery_id and r.state = 'waiting' and r.waits_until > at;
  return found;
end $$;
call control.definer('control.object_recovery(bytea, timestamptz)', 'identity_definer');
grant execute on function control.object_recovery(bytea, timestamptz) to app_user;

-- Until when the members of a dossier may object; the entrance asks it in its one statement.
create function control.recovery_until(tenant uuid) returns timestamptz
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select r.waits_until from control.recoveries r where r.tenant_id = tenant and r.state = 'waiting');
end $$;
call control.definer('control.recovery_until(uuid)');
grant execute on function control.recovery_until(uuid) to app_user, app_reader;

-- As before, with what a recovery's invitation says besides; a closed dossier takes in whom a recovery lets in.
drop function control.find_invitation(bytea, timestamptz);
create function control.find_invitation(hash bytea, at timestamptz) returns table (
  tenant_id uuid, invitation_id uuid, email text, email_key text, profile text, profile_name text, inviter text,
  company_name text, slug text, person_id uuid, recovery_id uuid)
language sql stable security definer set search_path = '' as $$
  select i.tenant_id, i.id, i.email, i.email_key, i.profile, c.name, i.inviter, d.company_name, d.slug,
    (select p.id from control.people p where p.email_key = i.email_key), i.recovery_id
  from control.invitations i
    join control.instances d on d.tenant_id = i.tenant_id
    left join control.profiles c on c.tenant_id = i.tenant_id and c.id = i.custom_profile_id
  where i.token_hash = hash and i.expires_at > at
    and (d.state in ('trial', 'active', 'suspended') or (d.state = 'closed' and i.recovery_id is not null))
$$;
call control.definer('control.find_invitation(bytea, timestamptz)');
grant execute on function control.find_invitation(bytea, timestamptz) to app_user, app_reader;
