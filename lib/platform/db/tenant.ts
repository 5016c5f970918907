import type { Ctx } from "../../base/ctx.ts";
import { isUuid, type Uuid } from "../../base/ids.ts";
import { assert } from "../../base/assert.ts";
import { Refusal } from "../../base/refusal.ts";
import { CONTROL, type Program, withPool } from "./pools.ts";
import { sqlState, transaction, type Tx } from "./transaction.ts";

/** Read: select only, in a read-only transaction. Write: through the fence, never in a closed dossier. */
export type TenantMode = "read" | "write";

/** How a dossier is opened. */
export interface TenantOptions {
  readonly mode: TenantMode;
  /** For reads of exactly one statement: opening, statement and end travel together. */
  readonly oneStatement?: boolean;
}

/** The part of a ctx that opens a dossier. */
export type Scope = Pick<Ctx, "tenantId" | "cell" | "epoch" | "personId" | "isReadOnly">;

/** The dossier is not where the directory said: the edge reads the directory again and tries once more. */
export class DossierMoved extends Error {
  override readonly name = "DossierMoved";
}

/** Opens one transaction in the dossier of `ctx` and nowhere else: row security holds where a filter is forgotten. */
export async function withTenant<T>(
  ctx: Scope,
  work: (tx: Tx) => Promise<T>,
  { mode, oneStatement = false }: TenantOptions = { mode: "write" },
): Promise<T> {
  if (ctx.isReadOnly && mode === "write") throw guestWrites();
  return await transaction({
    database: ctx.cell,
    program: "product",
    statements: opening(ctx, mode),
    // A page kept from before is told by this number that it is no longer true.
    ...(mode === "write" ? { closing: `update cell.dossiers set revision = revision + 1 where ${isOf(ctx)}` } : {}),
    translate: fenceRefusal,
    oneStatement,
    readOnly: mode === "read",
  }, work);
}

/**
 * How many writes a dossier has seen: two looks at the same number saw the same dossier. One message. Read it before
 * what is kept under it, so that what is kept is never older than the number says.
 */
export async function readRevision(ctx: Scope): Promise<bigint> {
  try {
    // One message is one transaction: nothing is begun or committed apart.
    const asked = `set local role app_reader; ${entering(ctx, "read")}`;
    const answers = await withPool(ctx.cell, "product", (pool) => pool.unsafe(asked));
    const [row] = (answers as unknown as readonly { revision: bigint }[][]).at(-1)!;
    return row!.revision;
  } catch (error) {
    throw fenceRefusal(error);
  }
}

function guestWrites(): Refusal {
  return new Refusal(403, [{
    code: "platform.guest",
    sentence: "Vous consultez ce dossier en lecture seule : rien ne peut y être modifié.",
  }]);
}

function opening(ctx: Scope, mode: TenantMode): string {
  const begin = mode === "read" ? "begin read only; set local role app_reader" : "begin; set local role app_user";
  return `${begin}; ${entering(ctx, mode)}`;
}

function entering({ tenantId, personId, epoch }: Scope, mode: TenantMode): string {
  const known = `${quoted(tenantId)}, ${quoted(personId)}, '${mode}', ${Number(epoch)}`;
  return `select cell.app_enter(${known}) as revision`;
}

function isOf(ctx: Scope): string {
  return `tenant_id = ${quoted(ctx.tenantId)}`;
}

/** Opens one transaction on control, scoped to a dossier, a person, both or neither (sign-in, by definer functions). */
export async function withControl<T>(
  scope: { tenantId?: Uuid | null; personId?: Uuid | null },
  work: (tx: Tx) => Promise<T>,
  { mode }: { mode: TenantMode } = { mode: "write" },
): Promise<T> {
  const begin = mode === "read" ? "begin read only; set local role app_reader" : "begin; set local role app_user";
  const statements = `${begin}; ` +
    `select control.app_enter(${quoted(scope.tenantId ?? null)}, ${quoted(scope.personId ?? null)})`;
  return await transaction({ database: CONTROL, program: "product", statements, readOnly: mode === "read" }, work);
}

/** Roles that the console's login takes on control or on a cell. */
export type OperatorRole = "ops_control" | "ops_mover" | "ops_purger" | "ops_reader";

/** Opens one transaction with an operator's role: only the console's login may take them. */
export async function withOperator<T>(
  scope: { database: string; role: OperatorRole; tenantId?: Uuid },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const tenant = scope.tenantId ? `; select set_config('app.tenant_id', ${quoted(scope.tenantId)}, true)` : "";
  const statements = `begin; set local role ${scope.role}${tenant}`;
  return await transaction({ database: scope.database, program: "console", statements }, work);
}

/** Opens one transaction of the job queue of a database, which sees jobs and no business table. */
export async function withQueue<T>(
  scope: { database: string; runner: Program },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const role = scope.runner === "product" ? "app_queue" : "ops_queue";
  return await transaction(
    { database: scope.database, program: scope.runner, statements: `begin; set local role ${role}` },
    work,
  );
}

/** An id inside the opening statement: checked here, because it is not a parameter. */
function quoted(id: Uuid | null): string {
  if (id === null) return "null";
  assert(isUuid(id), "a scope needs a UUID");
  return `'${id}'`;
}

function fenceRefusal(error: unknown): unknown {
  switch (sqlState(error)) {
    case "PF001":
      return new DossierMoved("the directory is out of date");
    case "PF002":
      return new Refusal(503, [{
        code: "platform.locked",
        sentence:
          "Ce dossier est en cours de maintenance. Ce que vous avez saisi est gardé ; réessayez dans un instant.",
      }]);
    case "PF003":
      return new Refusal(423, [{
        code: "platform.read_only",
        sentence: "Ce dossier est en lecture seule : rien ne peut y être modifié.",
      }]);
    default:
      return error;
  }
}
