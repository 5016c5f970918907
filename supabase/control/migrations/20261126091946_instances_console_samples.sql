-- What pages of the console used to ask cells for, sampled here instead: no page waits for a cell.

-- The SIRET that a dossier declares, a public number, and when it was first seen. Forgotten with its figures.
alter table control.instance_figures
  add column declared_siret text check (declared_siret ~ '^\d{14}$'),
  add column declared_at timestamptz,
  -- A dossier may declare its SIRET before the first night that weighs it.
  alter column sampled_at drop not null,
  alter column row_count set default 0,
  alter column row_bytes set default 0;

-- Jobs of a cell by dossier, as they were when its queue was last looked at.
create table control.job_figures (
  tenant_id uuid not null,
  cell_id text not null,
  at timestamptz not null,
  ready bigint not null,
  running bigint not null,
  parked bigint not null,
  primary key (tenant_id, cell_id)
);
create index job_figures_by_cell on control.job_figures (cell_id, parked, tenant_id);
call control.tenant_wall('job_figures', 'select');
grant select, insert, delete on control.job_figures to ops_control;

-- That administrators were written to of their dossier's size stands beside what they were told of its life.
grant select, insert on control.life_notices to ops_control;
