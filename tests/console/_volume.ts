import type { World } from "../support/world.ts";
import { TRIAL_CELL } from "../support/world.ts";

/** How many rows each list of the console is given: more than one page, less than two. */
export const VOLUME = 70;

/** Writes rows into every table that the console lists, in states that its filters tell apart. */
export async function fillLists({ owner: { control } }: World): Promise<void> {
  await control`insert into control.instances
    (tenant_id, public_id, slug, company_name, search, cell_id, state, time_zone, trial_ends_on)
    select gen_random_uuid(), translate(lpad(n::text, 8, '0'), 'ilou', '0000'), 'volume-' || n, 'Volume ' || n,
      'volume ' || n, ${TRIAL_CELL}, case when n % 2 = 0 then 'trial' else 'active' end, 'Europe/Paris',
      date '2026-12-01' + n % 30
    from generate_series(1, ${VOLUME}::integer) n`;
  await control`create temporary view known as
    select tenant_id, row_number() over (order by slug)::integer as k, (select id from control.operators
      where name = 'Odile') as odile, (select id from control.operators where name = 'Omar') as omar
    from control.instances where slug like 'volume-%'`;
  await control`insert into control.recoveries (tenant_id, id, state, email, email_key, name, owners_leave, reason,
      evidence, evidence_note, administrator_seen, asked_by, asked_by_name, asked_at, decided_by, decided_by_name,
      decided_at, waits_until)
    select tenant_id, gen_random_uuid(), case when k % 2 = 0 then 'asked' else 'waiting' end, 'a@b.example',
      'a@b.example', 'Anne', false, 'Personne ne se connecte', array['register_call'], '', false, odile, 'Odile',
      now() - make_interval(mins => k / 3), case when k % 2 = 1 then omar end, case when k % 2 = 1 then 'Omar' end,
      case when k % 2 = 1 then now() end, case when k % 2 = 1 then now() + make_interval(hours => k) end from known`;
  await control`insert into control.erasures (tenant_id, id, state, reason, until_on, contents_before, reaches,
      asked_by, asked_by_name, asked_at)
    select tenant_id, gen_random_uuid(), case when k % 2 = 0 then 'asked' else 'cancelled' end, 'Dix ans sont passés',
      date '2010-12-31' + k / 4, timestamptz '2011-01-01', 1 + k % 9, odile, 'Odile', now() - make_interval(mins => k)
    from known`;
  await control`insert into control.held_mails (tenant_id, id, held_at, reasons)
    select tenant_id, gen_random_uuid(), now() - make_interval(mins => k / 2),
      case when k % 2 = 0 then '[{"kind": "link", "fragment": "exemple.fr"}]'::jsonb
        else '[{"kind": "iban", "fragment": "BE68…7034"}, {"kind": "abuse", "fragment": ""}]' end from known`;
  await control`insert into control.abuse_reports (tenant_id, reporter, kind, at)
    select tenant_id, sha256(convert_to(k || '/' || r, 'UTF8')), case when k % 2 = 0 then 'fraud' else 'other' end,
      now() - make_interval(mins => k) from known, generate_series(1, 4) r where r <= 1 + k % 4`;
  await control`insert into control.operators (id, email, email_key, name, role, disabled_at)
    select gen_random_uuid(), 'exploitant-' || k || '@paraphe.example', 'exploitant-' || k || '@paraphe.example',
      'Exploitant ' || k / 2, case when k % 2 = 0 then 'support' else 'operations' end, case when k % 5 = 0 then now() end
    from known`;
  await control`insert into control.cells (id, kind, region, state, max_dossiers, down_since)
    select 'scratch-' || k, 'scratch', 'eu-west-' || k % 3, 'waiting', 100, case when k % 2 = 0 then now() end from known`;
  await control`insert into control.procedures (tenant_id, id, kind, idempotency_key, cursor, state, attempts, runner,
      created_at, updated_at)
    select tenant_id, gen_random_uuid(), 'move_dossier', k::text, '{}', case when k % 2 = 0 then 'running' else 'done' end,
      k % 7, 'console', now() - make_interval(mins => k), now() - make_interval(secs => k / 5) from known`;
  await control`insert into control.alerts (id, kind, subject_kind, subject, level, figures, raised_at, seen_at, resolved_at)
    select gen_random_uuid(), 'dossier_size', 'dossier', tenant_id, case when k % 2 = 0 then 'critical' else 'warning' end,
      '{"percent": 83}', now(), now() - make_interval(secs => k / 4), case when k % 5 = 0 then now() end from known`;
  await control`insert into control.jobs (tenant_id, id, kind, dedupe_key, state, attempts, last_error, created_at)
    select tenant_id, gen_random_uuid(), 'identity.welcome_mail', 'volume', 'parked', k % 8, '535',
      now() - make_interval(mins => k / 4) from known where k % 2 = 0`;
  await control`insert into control.parked_jobs (tenant_id, id, cell_id, kind, attempts, created_at, sampled_at)
    select tenant_id, gen_random_uuid(), ${TRIAL_CELL}, 'sales.send_document', k % 8, now() - make_interval(mins => k / 4),
      now() from known where k % 2 = 1`;
}
