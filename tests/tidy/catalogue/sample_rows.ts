import type postgres from "postgres";
import { newId, randomBase32, randomBytes } from "../../../lib/platform/random.ts";
import { type Column, readColumns } from "./read.ts";

/** What a column wants where its type and its check do not tell: by its name, or by its table and name. */
const WANTED: Readonly<Record<string, () => unknown>> = {
  public_id: () => randomBase32(8),
  sha256: () => "a".repeat(64),
  slug: () => newId(),
  country: () => "FR",
  month: () => "2026-01",
  type: () => "sample_record",
  "cell.activity.actor": () => "Alice",
  "cell.sales_lines.kind": () => "note",
  "cell.files.purpose": () => "issued_document",
  "cell.parties.search": () => "sample",
  "cell.items.search": () => "sample",
  "cell.sales_search.words": () => "sample",
  "cell.sales_search.kind": () => "quote",
  "cell.sealed_records.payload": () => new Uint8Array(32),
  "cell.closures.period": () => "2026-01-15",
  "control.instances.state": () => "trial",
  "control.memberships.profile": () => "owner",
  "control.password_policies.min_length": () => 12,
  "control.password_policies.max_attempts": () => 10,
  "control.invitations.token_hash": () => randomBytes(32),
  "cell.control_views.view": () => "documents",
  "control.passes.link_hash": () => randomBytes(32),
  "control.passes.expires_at": () => "2026-01-20T10:00:00Z",
  "control.pass_sessions.token_hash": () => randomBytes(32),
  "control.recovery_notices.token_hash": () => randomBytes(32),
  "control.erasures.contents_before": () => "2011-01-15T10:00:00Z",
  manifest_sha256: () => "a".repeat(64),
  "control.purges.asked_by": () => newId(),
  "control.kept_archives.wrapped_key": () => randomBytes(61),
  "control.anchors.signature": () => randomBytes(64),
};

const BY_TYPE: Readonly<Record<string, () => unknown>> = {
  uuid: () => newId(),
  text: () => "sample",
  "text[]": () => ["sample"],
  bytea: () => new Uint8Array(32),
  boolean: () => true,
  json: () => ({}),
  jsonb: () => ({}),
  date: () => "2026-01-15",
  "timestamp with time zone": () => "2026-01-15T10:00:00Z",
  smallint: () => 1,
  integer: () => 1,
  bigint: () => 1,
  numeric: () => 1,
};

/**
 * Puts one row of a dossier into each of the tables, made up from the catalogue: what is required, by type and check.
 * With the owner's connection; foreign keys and triggers sleep meanwhile, so that no table waits for another.
 */
export async function insertSamples(owner: postgres.Sql, tables: readonly string[], tenantId: string): Promise<void> {
  const columns = await readColumns(owner);
  const choices = await readChoices(owner);
  await owner.begin(async (tx) => {
    await tx`set local session_replication_role = replica`;
    for (const table of tables) {
      const mine = columns.filter((column) => column.table === table && isGiven(column));
      const sample = Object.fromEntries(
        mine.map((column) => [column.name, column.name === "tenant_id" ? tenantId : valueOf(column, choices)]),
      );
      await tx`insert into ${tx(table)} ${tx(sample)}`;
    }
  });
}

function isGiven(column: Column): boolean {
  return (column.isRequired && !column.hasDefault) || WANTED[`${column.table}.${column.name}`] !== undefined;
}

function valueOf(column: Column, choices: ReadonlyMap<string, string>): unknown {
  const wanted = WANTED[`${column.table}.${column.name}`] ?? WANTED[column.name];
  if (wanted) return wanted();
  const choice = choices.get(`${column.table}.${column.name}`);
  if (choice !== undefined) return choice;
  const made = BY_TYPE[column.type];
  if (!made) throw new Error(`no sample for ${column.table}.${column.name} of type ${column.type}`);
  return made();
}

/** The first of the values that a column's check lists. */
async function readChoices(sql: postgres.Sql): Promise<Map<string, string>> {
  const found = await sql<{ column: string; definition: string }[]>`
    select c.relnamespace::regnamespace || '.' || c.relname || '.' || a.attname as column,
      pg_get_constraintdef(k.oid) as definition
    from pg_constraint k join pg_class c on c.oid = k.conrelid
      join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
    where k.contype = 'c' and cardinality(k.conkey) = 1`;
  const choices = found.flatMap(({ column, definition }): [string, string][] => {
    const first = /(?:= ANY \(ARRAY\[|= )'([^']*)'::text/.exec(definition)?.[1];
    return first === undefined ? [] : [[column, first]];
  });
  return new Map(choices);
}
