import type { Issue, Refusal } from "../base/refusal.ts";

/** What a form shows: the texts as the person typed them, and why they were refused. */
export interface FormState {
  /** By field name; a refused form gets back exactly what was sent. */
  readonly values: Readonly<Record<string, string | undefined>>;
  readonly issues: readonly Issue[];
}

/** The state of a form from its values and, when it was refused, the refusal. */
export function formState(values: FormState["values"], refusal?: Refusal | undefined): FormState {
  return { values, issues: refusal ? refusal.issues : [] };
}

/** Id of the control of a field: `lines.2.quantity` → `f-lines-2-quantity`; error summaries link to it. */
export function fieldId(name: string): string {
  return `f-${name.replace(/[^A-Za-z0-9_-]+/g, "-")}`;
}

/** The first reason why a field was refused. */
export function issueOf(form: FormState | undefined, name: string): Issue | undefined {
  return form?.issues.find((issue) => issue.field === name);
}
