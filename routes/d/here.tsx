import type { KnownRight } from "../../lib/access/mod.ts";
import { Banner, type FormState, type JSX } from "../../lib/ui/mod.ts";
import type { DossierContext } from "../handler.ts";

/** Slug of the dossier that the request is about. */
export function slugOf(c: DossierContext): string {
  return c.get("entered").dossier.slug;
}

/** True when the person may do something: pages show no button that would be refused. */
export function may(c: DossierContext, right: KnownRight): boolean {
  return c.get("ctx").rights.has(right);
}

/** What a page says after it was redirected to, by the word in `?fait=`; nothing for a word it does not know. */
export function Done({ c, says }: { c: DossierContext; says: Readonly<Record<string, string>> }): JSX.Element | null {
  const word = c.req.query("fait") ?? "";
  const sentence = Object.hasOwn(says, word) ? says[word] : undefined;
  return sentence ? <Banner kind="success" flash>{sentence}</Banner> : null;
}

/** A form at rest, or refused: what was typed stands over what is stored. */
export function formOver(stored: FormState["values"], refused: FormState | undefined): FormState {
  return refused
    ? { values: { ...stored, ...refused.values }, issues: refused.issues }
    : { values: stored, issues: [] };
}

/** True when the form was refused because somebody saved the same record in between. */
export function isStale(state: FormState | undefined): boolean {
  return state?.issues.some((issue) => issue.code.endsWith(".stale")) ?? false;
}

/**
 * The version that a form carries: after a conflict the one that stands, since the person has now seen it and may
 * save over it; else the one he began with.
 */
export function versionToSend(state: FormState | undefined, current: number): string {
  const typed = state?.values["version"];
  return typed === undefined || isStale(state) ? String(current) : typed;
}

/** The version that a form was filled from; a missing or strange one is older than any. */
export function versionSeen(text: string): number {
  return /^\d{1,9}$/.test(text) ? Number(text) : 0;
}

/** After a conflict the summary names each field, « Ville. Enregistré… »: only there do sentences stand alone. */
export function withFieldNames(state: FormState, labels: Readonly<Record<string, string>>): FormState {
  if (!isStale(state)) return state;
  const issues = state.issues.map((issue) => {
    const label = issue.field === undefined ? undefined : labels[issue.field];
    return label ? { ...issue, sentence: `${label}. ${issue.sentence}` } : issue;
  });
  return { ...state, issues };
}
