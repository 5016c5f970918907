-- Passes: how a guest without an account looks into a dossier, read-only and for a time. A link and a code, told once and
-- kept as hashes, open a session; the dossier sees and takes back its own passes.

create table control.passes (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  id uuid not null,
  kind text not null check (kind in ('inspector', 'staff', 'preview')),
  -- What may be looked at: documents of these days, both inside.
  from_on date not null,
  to_on date not null,
  -- Who the guest is, as the dossier names him.
  label text not null,
  link_hash bytea not null,
  -- Of the link's secret and the code together: neither alone opens anything.
  code_hash bytea not null,
  -- The link closes at the fifth.
  wrong_codes integer not null default 0 check (wrong_codes between 0 and 5),
  consented_by uuid not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  primary key (tenant_id, id),
  constraint passes_link_unique unique (link_hash),
  constraint passes_hash_length check (octet_length(link_hash) = 32 and octet_length(code_hash) = 32),
  constraint passes_days check (from_on <= to_on),
  constraint passes_thirty_days check (expires_at > created_at and expires_at <= created_at + interval '30 days')
);
create index passes_by_time on control.passes (tenant_id, created_at desc, id);
call control.tenant_wall('passes', 'select, insert');
-- A dossier takes a pass back; it changes nothing else of it.
grant update (revoked_at) on control.passes to app_user;
grant select, update on control.passes to identity_definer;

create table control.pass_sessions (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  id uuid not null,
  pass_id uuid not null,
  token_hash bytea not null,
  opened_at timestamptz not null,
  expires_at timestamptz not null,
  primary key (tenant_id, id),
  constraint pass_sessions_token_unique unique (token_hash),
  constraint pass_sessions_hash_length check (octet_length(token_hash) = 32),
  constraint pass_sessions_eight_hours check (expires_at <= opened_at + interval '8 hours'),
  constraint pass_sessions_pass foreign key (tenant_id, pass_id) references control.passes (tenant_id, id) on delete cascade
);
create index pass_sessions_by_pass on control.pass_sessions (tenant_id, pass_id, opened_at);
-- The dossier sees when a guest came; tokens are written and found by the functions below.
call control.tenant_wall('pass_sessions', 'select');
grant select, insert, delete on control.pass_sessions to identity_definer;

-- A link and a code open a session. No row: unknown link, wrong code, link closed by wrong codes, expired, taken back, a
-- dossier that is closed. The row's lock makes tries wait for each other.
create function control.enter_by_pass(
  link bytea, code bytea, at timestamptz, session_id uuid, token bytea, session_s integer)
returns table (tenant_id uuid, pass_id uuid, expires_at timestamptz)
language plpgsql volatile security definer set search_path = '' as $$
#variable_conflict use_column
declare
  found_pass control.passes%rowtype;
  until_at timestamptz;
begin
  select p.* into found_pass from control.passes p join control.instances i on i.tenant_id = p.tenant_id
    where p.link_hash = link and p.revoked_at is null and p.expires_at > at and p.wrong_codes < 5
      and i.state in ('trial', 'active')
    for update of p;
  if not found then return; end if;
  if found_pass.code_hash <> code then
    update control.passes p set wrong_codes = p.wrong_codes + 1
      where p.tenant_id = found_pass.tenant_id and p.id = found_pass.id;
    return;
  end if;
  until_at := least(at + make_interval(secs => session_s), found_pass.expires_at);
  insert into control.pass_sessions (tenant_id, id, pass_id, token_hash, opened_at, expires_at)
    values (found_pass.tenant_id, session_id, found_pass.id, token, at, until_at);
  return query select found_pass.tenant_id, found_pass.id, until_at;
end $$;
call control.definer('control.enter_by_pass(bytea, bytea, timestamptz, uuid, bytea, integer)', 'identity_definer');
grant execute on function control.enter_by_pass(bytea, bytea, timestamptz, uuid, bytea, integer) to app_user;

-- Who holds a session, where his dossier is, and what he may look at. A pass taken back ends its sessions at once.
create function control.find_pass_session(token bytea, at timestamptz) returns table (
  tenant_id uuid, pass_id uuid, kind text, from_on date, to_on date, label text, expires_at timestamptz,
  company_name text, cell_id text, epoch integer, time_zone text)
language sql stable security definer set search_path = '' as $$
  select p.tenant_id, p.id, p.kind, p.from_on, p.to_on, p.label, least(s.expires_at, p.expires_at), i.company_name,
    i.cell_id, i.epoch, i.time_zone
  from control.pass_sessions s
    join control.passes p on p.tenant_id = s.tenant_id and p.id = s.pass_id
    join control.instances i on i.tenant_id = p.tenant_id
  where s.token_hash = token and s.expires_at > at and p.expires_at > at and p.revoked_at is null
    and i.state in ('trial', 'active')
$$;
call control.definer('control.find_pass_session(bytea, timestamptz)');
grant execute on function control.find_pass_session(bytea, timestamptz) to app_user, app_reader;

-- The guest leaves.
create function control.end_pass_session(token bytea) returns void
language sql volatile security definer set search_path = '' as $$
  delete from control.pass_sessions s where s.token_hash = token
$$;
call control.definer('control.end_pass_session(bytea)', 'identity_definer');
grant execute on function control.end_pass_session(bytea) to app_user;
