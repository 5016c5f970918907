// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { Child, JSX } from "./jsx.ts";
import { ErrorSummary } from "./error_summary.tsx";
import type { Issue } from "../base/refusal.ts";
import { fieldId, type FormState } from "./form_state.ts";

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
      <ErrorSummary issues={inOrderOfFields(props.state ? props.state.issues : [], props.children)} />
      {Object.entries(props.hidden ?? {}).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
      {props.children}
    </form>
  );
}

/** As the reader meets the fields, whatever was checked first; what belongs to no field comes before. */
function inOrderOfFields(issues: readonly Issue[], children: Child): readonly Issue[] {
  if (issues.length < 2) return issues;
  const written = String(<>{children}</>);
  const placeOf = ({ field }: Issue) => field ? written.indexOf(`id="${fieldId(field)}"`) : -1;
  return issues.toSorted((a, b) => placeOf(a) - placeOf(b));
}

/** Where a form with `autosave` says « brouillon enregistré 14:32 »; announced politely. */
export function DraftStatus({ children }: { children?: Child }): JSX.Element {
  return <p class="draft-status" role="status" data-draft-status>{children}</p>;
}
