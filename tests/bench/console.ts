/**
 * `deno run -A tests/bench/console.ts`: the console's pages with 5,000 dossiers, 20,000 acts, 3,000 procedures, 2,000
 * alerts and 1,000 parked jobs, in a database of its own. Milliseconds a page at the median and at the 95th percentile,
 * and of a core: the machine may be shared.
 */
import process from "node:process";
import { ACCESS, leastRole, type RouteKey } from "../../console/access.ts";
import { paths } from "../../console/paths.ts";
import { registerCells } from "../../console/set_up.ts";
import { openClient } from "../support/client.ts";
import { ODILE, odilesCode, openConsole } from "../support/console.ts";
import { openTestOutside } from "../support/outside.ts";
import { openWorld, PRODUCTION_CELL, TRIAL_CELL, type World } from "../support/world.ts";

const INSTANCES = 5_000, ACTS = 20_000, PROCEDURES = 3_000, ALERTS = 2_000, PARKED = 1_000, TRIES = 40, WARM_UP = 5;
/** What a page aims at, in milliseconds. */
const WANTED_MS = 15;

if (import.meta.main) await main();

async function main(): Promise<void> {
  const world = await openWorld();
  openTestOutside();
  try {
    await registerCells([TRIAL_CELL, PRODUCTION_CELL], "eu-west-3");
    await seed(world);
    const odile = openClient(await openConsole());
    const entered = await odile.post(paths.signIn(), { ...ODILE, code: odilesCode() });
    if (entered.status !== 303) throw new Error(`sign-in answered ${entered.status}`);
    const [one] = await world.owner.control`select tenant_id from control.instances limit 1`;
    const pages = [...pagesOf(String(one!["tenant_id"])), ...sortedPages()];
    say(
      `${INSTANCES} dossiers, ${ACTS} actes, ${PROCEDURES} procédures, ${ALERTS} alertes ; ${TRIES} fois chaque page, visé ${WANTED_MS} ms`,
    );
    say("page                                            |  p50 ms |  p95 ms | cœur ms | octets");
    for (const path of pages) say(await measure(path, async () => await odile.get(path)));
  } finally {
    await world.close();
  }
}

/** Every page whose address holds at most a dossier. */
function pagesOf(tenantId: string): string[] {
  return (Object.keys(ACCESS) as RouteKey[])
    .filter((route) => leastRole(route) !== null && route.startsWith("GET ") && !route.includes("/export."))
    .map((route) => route.slice("GET ".length).replace(":dossier", tenantId))
    .filter((path) => !path.includes(":"));
}

function sortedPages(): string[] {
  const lists = [
    [paths.instances, ["created", "name", "size", "trial"]],
    [paths.procedures, ["begun", "moved", "attempts"]],
    [paths.alerts, ["raised", "seen"]],
    [paths.jobs, ["asked", "attempts"]],
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
  if (first.status !== 200) return `${path.padEnd(48)}| answered ${first.status}`;
  for (let n = 1; n < WARM_UP; n++) await open();
  const taken: number[] = [], before = process.cpuUsage();
  for (let n = 0; n < TRIES; n++) {
    const begun = performance.now();
    await open();
    taken.push(performance.now() - begun);
  }
  const { user, system } = process.cpuUsage(before), core = (user + system) / 1_000 / TRIES;
  taken.sort((a, b) => a - b);
  const figures = [taken[TRIES >> 1]!, taken[Math.floor(TRIES * 0.95)]!, core].map((ms) => ms.toFixed(1).padStart(7));
  return `${path.padEnd(48)}| ${figures.join(" | ")} | ${first.text.length}`;
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
  await control`analyze`;
}

function say(line: string): void {
  Deno.stdout.writeSync(new TextEncoder().encode(`${line}\n`));
}
