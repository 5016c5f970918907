-- Reports of abuse by those who received a document. Who reports is kept as a digest under the master key: enough to
-- count him once, for ever, and no more.

create table control.abuse_reports (
  tenant_id uuid not null references control.instances (tenant_id) on delete cascade,
  reporter bytea not null check (octet_length(reporter) = 32),
  kind text not null check (kind in ('unknown_sender', 'fraud', 'unwanted', 'other')),
  at timestamptz not null,
  -- When an operator looked at it: from then on it holds nothing.
  looked_at timestamptz,
  primary key (tenant_id, reporter)
);
create index abuse_reports_waiting on control.abuse_reports (tenant_id, at) where looked_at is null;
call control.tenant_wall('abuse_reports', 'select');
grant insert (tenant_id, reporter, kind, at) on control.abuse_reports to app_user;
grant select, update (looked_at) on control.abuse_reports to ops_control;

-- Three reporters hold a trial's mails until an operator has looked.
create or replace function control.trial_mails(tenant uuid) returns jsonb
language plpgsql stable security definer set search_path = '' as $$
begin
  return (select jsonb_build_object('confirmedSiret', i.confirmed_siret, 'isHeld',
      (select count(*) >= 3 from control.abuse_reports r where r.tenant_id = tenant and r.looked_at is null))
    from control.instances i where i.tenant_id = tenant and i.state = 'trial');
end $$;
