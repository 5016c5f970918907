-- What a sign-up from the offers brings besides: a plan, a name, and the terms that were accepted.

create table control.sign_up_choices (
  request_id uuid primary key references control.sign_up_requests (id) on delete cascade,
  person_name text not null,
  plan text not null,
  -- The terms are known by the day of their version.
  terms_version date not null,
  consented_at timestamptz not null,
  ip text not null,
  constraint sign_up_choices_plan_form check (plan ~ '^[a-z][a-z_]{0,39}$')
);
call control.closed_wall('sign_up_choices');

-- Who accepted which text, when, from where: kept as long as the person.
create table control.consents (
  id uuid primary key,
  person_id uuid not null references control.people (id) on delete cascade,
  document text not null check (document in ('cga')),
  version date not null,
  consented_at timestamptz not null,
  ip text not null
);
create index consents_by_person on control.consents (person_id);
call control.closed_wall('consents');

create function control.record_sign_up_choices(
  request uuid, called text, wanted text, terms date, at timestamptz, address text) returns void
language sql volatile security definer set search_path = '' as $$
  insert into control.sign_up_choices (request_id, person_name, plan, terms_version, consented_at, ip)
    values (request, called, wanted, terms, at, address)
$$;
call control.definer('control.record_sign_up_choices(uuid, text, text, date, timestamptz, text)', 'identity_definer');
grant execute on function control.record_sign_up_choices(uuid, text, text, date, timestamptz, text) to app_user;

-- After the link was spent: the consent becomes the person's, his name too where he had none; answers the plan.
create function control.take_sign_up_choices(request uuid, consent uuid) returns table (plan text, label text)
language plpgsql volatile security definer set search_path = '' as $$
declare
  chosen control.sign_up_choices;
  owner_id uuid;
begin
  select r.person_id into owner_id from control.sign_up_requests r where r.id = request and r.confirmed_at is not null;
  if owner_id is null then return; end if;
  delete from control.sign_up_choices c where c.request_id = request returning * into chosen;
  if chosen.request_id is null then return; end if;
  insert into control.consents (id, person_id, document, version, consented_at, ip)
    values (consent, owner_id, 'cga', chosen.terms_version, chosen.consented_at, chosen.ip);
  update control.people p set name = chosen.person_name where p.id = owner_id and p.name is null;
  return query select chosen.plan, coalesce(p.name, p.email) from control.people p where p.id = owner_id;
end $$;
call control.definer('control.take_sign_up_choices(uuid, uuid)', 'identity_definer');
grant execute on function control.take_sign_up_choices(uuid, uuid) to app_user;

-- What the person in scope accepted.
create function control.my_consents() returns table (document text, version date, consented_at timestamptz, ip text)
language sql stable security definer set search_path = '' as $$
  select c.document, c.version, c.consented_at, c.ip from control.consents c
  where c.person_id = control.app_person_id() order by c.consented_at, c.id
$$;
call control.definer('control.my_consents()', 'identity_definer');
grant execute on function control.my_consents() to app_user, app_reader;
