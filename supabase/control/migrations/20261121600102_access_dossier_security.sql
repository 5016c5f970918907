-- What a dossier asks of those who enter it, beyond a password.

create table control.dossier_security (
  tenant_id uuid primary key references control.instances (tenant_id) on delete cascade,
  second_factor_required boolean not null default false,
  changed_at timestamptz not null default now()
);
call control.tenant_wall('dossier_security', 'select, insert, update');
