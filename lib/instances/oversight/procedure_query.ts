import { and, asc, eq, ilike, inArray, or, type SQL, sql } from "drizzle-orm";
import type { IsoInstant } from "../../base/dates.ts";
import { isUuid, type Uuid } from "../../base/ids.ts";
import type { Tx } from "../../platform/db/transaction.ts";
import type { Figures, ProcedureEvent } from "../procedures/console_procedure.ts";
import type { ProcedureKey } from "../procedure_store.ts";
import { instances, procedureLog, procedures } from "../schema.ts";
import { pageOf, type SortKey } from "../../platform/keyset_query.ts";

/** Procedures on one page of the console. */
export const PROCEDURES_PER_PAGE = 50;
/** Lines of a procedure's log that its page shows at most. */
const LOG_SHOWN = 500;

/** What procedures are sorted by. */
export const PROCEDURE_SORTS = ["begun", "moved", "attempts"] as const;

/** Where a procedure stands. */
export type ProcedureState = "running" | "done" | "abandoning" | "abandoned";

/** What the console asks for. */
export interface ProcedureFilter {
  readonly state?: "under_way" | "done" | "abandoned" | undefined;
  readonly kind?: string | undefined;
  readonly tenantId?: Uuid | undefined;
  /** Part of a company's name, already folded, or a dossier's id. */
  readonly text?: string | undefined;
  /** The latest begun first unless said. */
  readonly sort?: { readonly by: (typeof PROCEDURE_SORTS)[number]; readonly isDescending: boolean } | undefined;
  /** Where the page before ended. */
  readonly after?: string | undefined;
}

/** A procedure as lists show it: no cursor, which may hold a name. */
export interface ProcedureRow {
  readonly tenantId: Uuid;
  readonly id: Uuid;
  readonly kind: string;
  readonly runner: "product" | "console";
  readonly state: ProcedureState;
  /** The step that comes next, or that is to be undone next, from 0. */
  readonly step: number;
  readonly attempts: number;
  readonly lastError: string | null;
  readonly createdAt: IsoInstant;
  readonly updatedAt: IsoInstant;
  readonly notBefore: IsoInstant | null;
  readonly progress: Figures;
  /** True when no other such procedure may begin on the same dossier. */
  readonly isExclusive: boolean;
  /** Null while the directory does not know the dossier, or no longer. */
  readonly companyName: string | null;
}

/** One line of a procedure's log. */
export interface ProcedureLogRow {
  readonly id: Uuid;
  readonly at: IsoInstant;
  readonly step: string;
  readonly event: ProcedureEvent;
  readonly reason: string | null;
  readonly figures: Figures;
}

const KEYS: Readonly<Record<(typeof PROCEDURE_SORTS)[number], SortKey>> = {
  begun: { value: sql`${procedures.createdAt}`, type: "instant" },
  moved: { value: sql`${procedures.updatedAt}`, type: "instant" },
  attempts: { value: sql`${procedures.attempts}`, type: "bigint" },
};

const STATES = {
  under_way: ["running", "abandoning"],
  done: ["done"],
  abandoned: ["abandoned"],
} as const;

const SHOWN = {
  tenantId: procedures.tenantId,
  id: procedures.id,
  kind: procedures.kind,
  runner: procedures.runner,
  state: procedures.state,
  step: procedures.step,
  attempts: procedures.attempts,
  lastError: procedures.lastError,
  createdAt: procedures.createdAt,
  updatedAt: procedures.updatedAt,
  notBefore: procedures.notBefore,
  progress: procedures.progress,
  isExclusive: procedures.isExclusive,
  companyName: instances.companyName,
} as const;

/** One page of procedures, and one more where another page follows. */
export async function selectProcedures(
  tx: Tx,
  { state, kind, tenantId, text, sort = { by: "begun", isDescending: true }, after }: ProcedureFilter,
): Promise<(ProcedureRow & { readonly at: string })[]> {
  const { isDescending } = sort;
  const { where, orderBy, at } = pageOf({ key: KEYS[sort.by], id: procedures.id, isDescending, after });
  return await tx.select({ ...SHOWN, at }).from(procedures)
    .leftJoin(instances, eq(instances.tenantId, procedures.tenantId))
    .where(and(
      state && inArray(procedures.state, [...STATES[state]]),
      kind === undefined ? undefined : eq(procedures.kind, kind),
      tenantId && eq(procedures.tenantId, tenantId),
      text === undefined ? undefined : named(text),
      where,
    )).orderBy(...orderBy).limit(PROCEDURES_PER_PAGE + 1);
}

/** One procedure, or null. */
export async function selectProcedure(tx: Tx, { tenantId, id }: ProcedureKey): Promise<ProcedureRow | null> {
  const [found] = await tx.select(SHOWN).from(procedures)
    .leftJoin(instances, eq(instances.tenantId, procedures.tenantId))
    .where(and(eq(procedures.tenantId, tenantId), eq(procedures.id, id)));
  return found ?? null;
}

/** What happened in a procedure of the console, the first line first. */
export async function selectProcedureLog(tx: Tx, { tenantId, id }: ProcedureKey): Promise<ProcedureLogRow[]> {
  const { at, step, event, reason, figures } = procedureLog;
  return await tx.select({ id: procedureLog.id, at, step, event, reason, figures }).from(procedureLog)
    .where(and(eq(procedureLog.tenantId, tenantId), eq(procedureLog.procedureId, id)))
    .orderBy(asc(at), asc(procedureLog.id)).limit(LOG_SHOWN);
}

function named(text: string): SQL | undefined {
  if (isUuid(text)) return eq(procedures.tenantId, text);
  const pattern = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  return or(ilike(instances.search, pattern), ilike(instances.slug, pattern));
}
