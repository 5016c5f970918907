// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { Child, JSX } from "./jsx.ts";
import type { Issue, Refusal } from "../base/refusal.ts";
import { ErrorSummary } from "./error_summary.tsx";

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

/** Options of a form. */
export interface FormProps {
  readonly action: string;
  /** `post` unless said; lists filter with `get`. */
  readonly method?: "get" | "post" | undefined;
  readonly id?: string | undefined;
  readonly state?: FormState | undefined;
  /** Hidden fields: the token against forged requests, the draft's version, an idempotency key. */
  readonly hidden?: Readonly<Record<string, string>> | undefined;
  /** True when a file is sent with it. */
  readonly multipart?: boolean | undefined;
  /** Address that saves the draft by itself; see README, « Brouillons ». Adds the place where it says when. */
  readonly autosave?: string | undefined;
  /** Warns before leaving the page with unsaved changes. */
  readonly guard?: boolean | undefined;
  /** Further attributes, hx-… for instance. */
  readonly attrs?: Readonly<Record<string, string>> | undefined;
  readonly class?: string | undefined;
  readonly children?: Child;
}

/**
 * A form whose refusals are ours to word: the browser's own bubbles are off, the summary of what is
 * to mend comes first and links to each field.
 */
export function Form(props: FormProps): JSX.Element {
  return (
    <form
      action={props.action}
      method={props.method === "get" ? "get" : "post"}
      id={props.id}
      class={props.class ?? "form"}
      enctype={props.multipart ? "multipart/form-data" : undefined}
      data-autosave={props.autosave}
      data-guard={props.guard ? "" : undefined}
      novalidate
      {...props.attrs}
    >
      <ErrorSummary issues={props.state ? props.state.issues : []} />
      {Object.entries(props.hidden ?? {}).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
      {props.children}
    </form>
  );
}

/** Where a form with `autosave` says « brouillon enregistré 14:32 »; announced politely. */
export function DraftStatus({ children }: { children?: Child }): JSX.Element {
  return <p class="draft-status" role="status" data-draft-status>{children}</p>;
}
