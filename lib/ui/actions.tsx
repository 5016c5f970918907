// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { Child, JSX } from "./jsx.ts";
import { Button, type ButtonKind } from "./buttons.tsx";
import { Icon } from "./icon.tsx";

/** The row of buttons that ends a form or heads a document: the primary first, in reading order. */
export function Actions({ sticky, children }: { readonly sticky?: boolean; readonly children?: Child }): JSX.Element {
  return <div class={sticky ? "actions is-sticky" : "actions"}>{children}</div>;
}

/** A final act, confirmed where it stands. */
export interface ConfirmProps {
  /** Words of the button that opens the confirmation. */
  readonly label: string;
  /** What will happen and cannot be undone, in a sentence. */
  readonly consequence: Child;
  /** Words of the button that does it: a verb, never « OK ». */
  readonly confirm: string;
  readonly action: string;
  readonly hidden?: Readonly<Record<string, string>> | undefined;
  readonly kind?: ButtonKind | undefined;
  /** Fields to fill before (a reason, a password). */
  readonly children?: Child;
}

/** Says once, in place, what a final act does, then does it. A form of its own: it may not stand inside another. */
export function Confirm(props: ConfirmProps): JSX.Element {
  const kind = props.kind ?? "danger";
  return (
    <details class="confirm" name="menu">
      <summary class={`button is-${kind === "primary" ? "primary" : "secondary"}`}>{props.label}</summary>
      <form class="confirm-panel" action={props.action} method="post" novalidate>
        {Object.entries(props.hidden ?? {}).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
        <p>{props.consequence}</p>
        {props.children}
        <div class="actions">
          <Button kind={kind}>{props.confirm}</Button>
          <button type="button" class="button is-quiet needs-script" data-close>Annuler</button>
        </div>
      </form>
    </details>
  );
}

/** A menu of further acts behind one word; each child is a link or a button. */
export function Menu(
  { label, children, end }: { readonly label: Child; readonly children?: Child; readonly end?: boolean },
): JSX.Element {
  return (
    <details class={end ? "menu is-end" : "menu"} name="menu">
      <summary class="button is-secondary">
        {label} <Icon name="chevron" />
      </summary>
      <div class="menu-panel">{children}</div>
    </details>
  );
}
