/**
 * The cast of a run, made once as people would make it, and kept as rows: each test file that asks for it puts them
 * into its own databases in a fraction of the time that four sign-ups take.
 */
import type postgres from "postgres";
import type { IsoInstant } from "../../lib/base/dates.ts";
import type { Uuid } from "../../lib/base/ids.ts";
import { instantMs, now, nowMs } from "../../lib/platform/clock.ts";
import type { MailMessage } from "../../lib/platform/mail.ts";
import type { TestApp } from "./app.ts";
import type { World } from "./world.ts";

/** Names the file that holds the kept cast, where the run made one. */
export const KEPT_CAST = "KEPT_CAST";

/** Somebody as he was kept: what his browser held, and the address he came from. */
export interface KeptPlayer {
  readonly email: string;
  readonly personId: Uuid;
  readonly cookies: string;
  readonly ip: string;
}

/** Everything that making the cast left behind. `people` and `dossiers` are the caller's, by name. */
export interface KeptCast<People, Dossiers> {
  /** When it was made. */
  readonly at: IsoInstant;
  /** Address of the product that its mails lead to. */
  readonly baseUrl: string;
  readonly people: People;
  readonly dossiers: Dossiers;
  /** Rows of each table, as the text of a JSON array. */
  readonly rows: Readonly<Record<Database, Readonly<Record<string, string>>>>;
  /** The oldest first; addresses of the product are those of a program without a network. */
  readonly mails: readonly MailMessage[];
}

const DATABASES = ["control", "trial"] as const;
type Database = typeof DATABASES[number];
/** Tables whose moments count from the present: a proof of who one is lasts minutes, a job waits for its hour. */
const AGEING = [
  "control.people",
  "control.sessions",
  "control.known_devices",
  "control.one_time_tokens",
  "control.jobs",
];
/** A cast made longer ago, or by a clock that was moved, is of no use. */
const KEPT_MS = 3_600_000;

/** Keeps what a world holds in which nothing but a cast was made. */
export async function keepCast<People, Dossiers>(
  app: TestApp,
  { people, dossiers }: { people: People; dossiers: Dossiers },
): Promise<KeptCast<People, Dossiers>> {
  const { control, trial } = app.world.owner;
  const mails = (await app.mailbox.list()).toReversed().map(({ messageId, from, to, subject, text }) => {
    return { messageId, from: addressIn(from), to: to.map(addressIn), subject, text };
  });
  const rows = { control: await rowsIn(control), trial: await rowsIn(trial) };
  return { at: now(), baseUrl: app.baseUrl, people, dossiers, rows, mails };
}

/** An address as the mailbox writes it, with or without a name. */
function addressIn(written: string): MailMessage["from"] {
  const [, name, email] = /^(.*) <(.*)>$/.exec(written) ?? [];
  return email === undefined ? { email: written } : { name: name!, email };
}

async function rowsIn(sql: postgres.Sql): Promise<Record<string, string>> {
  const tables = await sql`
    select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('control', 'cell') and c.relkind in ('r', 'p') and not c.relispartition`;
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const [row] = await sql.unsafe(`select jsonb_agg(to_jsonb(t))::text as rows from ${name} t`);
    if (row!["rows"] !== null) found[name] = row!["rows"];
  }
  return found;
}

/**
 * Puts the cast that the run kept into a world in which nobody is yet, mails included. Null where the run kept none,
 * or where this world is not like the one that it was made in: then it is made as people would.
 */
export async function restoreCast<People, Dossiers>(app: TestApp): Promise<KeptCast<People, Dossiers> | null> {
  const file = Deno.env.get(KEPT_CAST);
  if (file === undefined || !app.baseUrl.startsWith("http://localhost")) return null;
  const kept: KeptCast<People, Dossiers> = JSON.parse(await Deno.readTextFile(file));
  const ageMs = nowMs() - instantMs(kept.at);
  if (ageMs < 0 || ageMs > KEPT_MS || !await isEmpty(app.world)) return null;
  await Promise.all(DATABASES.map((database) => putBack(app.world.owner[database], kept.rows[database], ageMs)));
  // Triggers slept while the dossiers came, and the cells stood there before.
  await app.world.owner.control`select control.recount_cells()`;
  for (const mail of kept.mails) {
    await app.mailbox.keep({ ...mail, text: mail.text.replaceAll(kept.baseUrl, app.baseUrl) });
  }
  return kept;
}

async function isEmpty(world: World): Promise<boolean> {
  const [row] = await world.owner.control`
    select exists (select from control.people) or exists (select from control.instances) as taken`;
  return !row!.taken;
}

async function putBack(sql: postgres.Sql, rows: Readonly<Record<string, string>>, ageMs: number): Promise<void> {
  await sql.begin(async (tx) => {
    // What triggers did was kept with the rows.
    await tx`set local session_replication_role = replica`;
    for (const [table, texts] of Object.entries(rows)) {
      await tx.unsafe(
        `insert into ${table} select * from jsonb_populate_recordset(null::${table}, $1::text::jsonb)
         on conflict do nothing`,
        [texts],
      );
      if (AGEING.includes(table)) await makeYounger(tx, { table, ageMs });
    }
  });
}

async function makeYounger(tx: postgres.TransactionSql, { table, ageMs }: { table: string; ageMs: number }) {
  const moments = await tx`
    select format('%I', attname) as name from pg_attribute
    where attrelid = ${table}::regclass and atttypid = 'timestamptz'::regtype and attnum > 0 and not attisdropped`;
  const sets = moments.map(({ name }) => `${name} = ${name} + $1::float8 * interval '1 millisecond'`);
  await tx.unsafe(`update ${table} set ${sets.join(", ")}`, [ageMs]);
}
