/**
 * `deno run -A tests/bench/console.ts`: the console's pages with 5,000 dossiers, 20,000 acts, 3,000 procedures, 2,000
 * alerts, 1,000 parked jobs and 22 cells, in a database of its own. Milliseconds a page at the median and at the 95th
 * percentile, and of a core: the machine may be shared. A page that does not answer 200 stops it.
 */
import process from "node:process";
import { ACCESS, leastRole, type RouteKey } from "../../console/access.ts";
import { paths } from "../../console/paths.ts";
import { registerCells } from "../../console/set_up.ts";
import { openClient } from "../support/client.ts";
import { ODILE, odilesCode, openConsole } from "../support/console.ts";
import { openTestOutside } from "../support/outside.ts";
import { openWorld, PRODUCTION_CELL, TRIAL_CELL, type World } from "../support/world.ts";

const INSTANCES = 5_000,
  ACTS = 20_000,
  PROCEDURES = 3_000,
  ALERTS = 2_000,
  PARKED = 1_000,
  CELLS = 20,
  SAMPLES = 500,
  TRIES = 40,
  WARM_UP = 5;
/** What a page aims at, in milliseconds. */
const WANTED_MS = 15;

if (import.meta.main) await main();

async function main(): Promise<void> {
  const world = await openWorld();
  openTestOutside();
  try {
    await registerCells([TRIAL_CELL, PRODUCTION_CELL], "eu-west-3");
    const odile = openClient(await openConsole());
    await seed(world);
    const entered = await odile.post(paths.signIn(), { ...ODILE, code: odilesCode() });
    if (entered.status !== 303) throw new Error(`sign-in answered ${entered.status}`);
    const pages = [...pagesOf(await subjects(world)), ...sortedPages()];
    say(
      `${INSTANCES} dossiers, ${ACTS} actes, ${PROCEDURES} procédures, ${ALERTS} alertes ; ${TRIES} fois chaque page, visé ${WANTED_MS} ms`,
    );
    say("page                                            |  p50 ms |  p95 ms | cœur ms | octets");
    for (const path of pages) say(await measure(path, async () => await odile.get(path)));
  } finally {
    await world.close();
  }
}

/** What the addresses of pages name: a dossier of which everything there is was asked, and one of each other thing. */
async function subjects({ owner: { control } }: World): Promise<Readonly<Record<string, string>>> {
  const [found] = await control`select r.tenant_id as dossier, r.id as recovery, e.id as erasure, m.id as mail,
      p.id as procedure, (select j.id from control.jobs j where j.tenant_id = r.tenant_id) as job, 'control' as place,
      (select id from control.alerts limit 1) as alert, ${TRIAL_CELL} as cell,
      (select id from control.operators limit 1) as operator
    from control.recoveries r join control.erasures e using (tenant_id) join control.held_mails m using (tenant_id)
      join control.procedures p using (tenant_id) limit 1`;
  return found as Readonly<Record<string, string>>;
}

/** Every page, of those subjects where it is about one. */
function pagesOf(named: Readonly<Record<string, string>>): string[] {
  return (Object.keys(ACCESS) as RouteKey[])
    .filter((route) => leastRole(route) !== null && route.startsWith("GET ") && !route.includes("/export."))
    .map((route) => route.slice("GET ".length).replace(/:(\w+)/g, (_, name: string) => named[name]!));
}

function sortedPages(): string[] {
  const lists = [
    [paths.instances, ["created", "name", "size", "trial"]],
    [paths.procedures, ["begun", "moved", "attempts"]],
    [paths.alerts, ["raised", "seen"]],
    [paths.jobs, ["asked", "attempts"]],
    [paths.cells, ["share", "dossiers"]],
  ] as const;
  return [
    ...lists.flatMap(([path, sorts]) => sorts.map((sort) => path(`?etat=all&tri=${sort}&sens=desc`))),
    paths.procedures("?etat=all&q=volume+4"),
    paths.alerts("?etat=over&niveau=critical"),
    paths.instances("?q=volume+4"),
    paths.acts("?acte=confirm_siret"),
    paths.acts("?tri=date&sens=asc"),
  ];
}

async function measure(
  path: string,
  open: () => Promise<{ readonly status: number; readonly text: string }>,
): Promise<string> {
  const first = await open();
  if (first.status !== 200) throw new Error(`${path} answered ${first.status}`);
  for (let n = 1; n < WARM_UP; n++) await open();
  const taken: number[] = [], before = process.cpuUsage();
  for (let n = 0; n < TRIES; n++) {
    const begun = performance.now(), { status } = await open();
    taken.push(performance.now() - begun);
    if (status !== 200) throw new Error(`${path} answered ${status}`);
  }
  const { user, system } = process.cpuUsage(before), core = (user + system) / 1_000 / TRIES;
  taken.sort((a, b) => a - b);
  const figures = [taken[TRIES >> 1]!, taken[Math.floor(TRIES * 0.95)]!, core].map((ms) => ms.toFixed(1).padStart(7));
  const name = path.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, "…");
  return `${name.padEnd(48)}| ${figures.join(" | ")} | ${first.text.length}`;
}

async function seed(world: World): Promise<void> {
  const { control } = world.owner;
  await control`insert into control.instances
    (tenant_id, public_id, slug, company_name, search, cell_id, state, time_zone, trial_ends_on)
    select gen_random_uuid(), translate(lpad(n::text, 8, '0'), 'ilou', '0000'), 'volume-' || n, 'Volume ' || n,
      'volume ' || n, ${TRIAL_CELL}, 'trial', 'Europe/Paris', date '2026-12-01' + n % 30
    from generate_series(1, ${INSTANCES}::integer) n`;
  await control`insert into control.instance_figures (tenant_id, sampled_at, row_count, row_bytes)
    select tenant_id, now(), 1000, length(slug) * 100000 from control.instances`;
  await control`insert into control.operator_acts
    (id, at, operator, act, subject_kind, subject_id, instance_id, reason)
    select gen_random_uuid(), now() - make_interval(mins => n), 'Odile', 'confirm_siret', 'instance', i.tenant_id,
      i.tenant_id, 'Vu au répertoire Sirene ce matin'
    from generate_series(1, ${ACTS}::integer) n
      join (select tenant_id, row_number() over () as k from control.instances) i on i.k = n % ${INSTANCES}::integer + 1`;
  await control`insert into control.instance_acts (tenant_id, id, at, operator, act, reason)
    select instance_id, id, at, operator, act, reason from control.operator_acts`;
  await control`insert into control.procedures (tenant_id, id, kind, idempotency_key, cursor, state, attempts, runner,
      created_at, updated_at)
    select i.tenant_id, gen_random_uuid(), 'move_dossier', n::text, '{}',
      case when n % 10 = 0 then 'running' else 'done' end, n % 7, 'console', now() - make_interval(mins => n),
      now() - make_interval(secs => n)
    from generate_series(1, ${PROCEDURES}::integer) n
      join (select tenant_id, row_number() over () as k from control.instances) i on i.k = n % ${INSTANCES}::integer + 1`;
  await control`insert into control.procedure_log (tenant_id, procedure_id, id, at, step, event, figures)
    select p.tenant_id, p.id, gen_random_uuid(), p.created_at, 'copy_rows', 'done', '{}'
    from control.procedures p, generate_series(1, 12) n`;
  await control`insert into control.alerts (id, kind, subject_kind, subject, level, figures, raised_at, seen_at, resolved_at)
    select gen_random_uuid(), 'dossier_size', 'dossier', i.tenant_id, case when i.k % 3 = 0 then 'critical' else 'warning' end,
      '{"percent": 83}', now() - make_interval(mins => i.k::integer), now() - make_interval(secs => i.k::integer),
      case when i.k % 5 > 0 then now() end
    from (select tenant_id, row_number() over () as k from control.instances limit ${ALERTS}) i`;
  await control`insert into control.alert_events (alert_id, id, at, act, level, figures)
    select id, gen_random_uuid(), raised_at, 'raised', level, figures from control.alerts`;
  await control`insert into control.jobs (tenant_id, id, kind, dedupe_key, state, attempts, last_error, created_at)
    select i.tenant_id, gen_random_uuid(), 'identity.welcome_mail', 'bench', 'parked', i.k % 8, '535',
      now() - make_interval(mins => i.k::integer)
    from (select tenant_id, row_number() over () as k from control.instances limit ${PARKED}) i`;
  await control`insert into control.parked_jobs (tenant_id, id, cell_id, kind, attempts, created_at, sampled_at)
    select tenant_id, gen_random_uuid(), ${TRIAL_CELL}, 'sales.send_document', 8, created_at, now() from control.jobs`;
  await control`insert into control.job_figures (tenant_id, cell_id, at, ready, running, parked)
    select tenant_id, ${TRIAL_CELL}, now(), 1, 0, 1 from control.jobs`;
  await control`insert into control.cells (id, kind, region, state, max_dossiers)
    select 'scratch-' || n, 'scratch', 'eu-west-3', 'waiting', 2000 from generate_series(1, ${CELLS}::integer) n`;
  await control`insert into control.cell_samples (cell_id, at, dossiers, database_bytes, storage_bytes, connections,
      transactions, blocks_hit, blocks_read)
    select c.id, now() - make_interval(mins => 10 * n), 1, 1000000000, 1000000000, 9, 1000, 1000, 1
    from control.cells c, generate_series(0, ${SAMPLES}::integer) n`;
  await seedDecisions(world);
  await control`analyze`;
}

/** What waits for somebody's word, on the first hundred dossiers. */
async function seedDecisions({ owner: { control } }: World): Promise<void> {
  await control`create temporary view known as select tenant_id, (select id from control.operators limit 1) as odile
    from control.procedures join control.jobs using (tenant_id) group by tenant_id limit 100`;
  await control`insert into control.recoveries (tenant_id, id, email, email_key, name, owners_leave, reason, evidence,
      evidence_note, administrator_seen, asked_by, asked_by_name, asked_at)
    select tenant_id, gen_random_uuid(), 'a@b.example', 'a@b.example', 'Anne', false, 'Personne ne se connecte',
      array['register_call'], '', false, odile, 'Odile', now() from known`;
  await control`insert into control.erasures (tenant_id, id, reason, until_on, contents_before, reaches, asked_by,
      asked_by_name, asked_at)
    select tenant_id, gen_random_uuid(), 'Dix ans sont passés', date '2010-12-31', timestamptz '2011-01-01', 9, odile,
      'Odile', now() from known`;
  await control`insert into control.held_mails (tenant_id, id, held_at, reasons)
    select tenant_id, gen_random_uuid(), now(), '[{"kind": "link", "fragment": "exemple.fr"}]' from known`;
  await control`insert into control.abuse_reports (tenant_id, reporter, kind, at)
    select tenant_id, sha256(convert_to(r::text, 'UTF8')), 'fraud', now() from known, generate_series(1, 4) r`;
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
