import type { Child, JSX } from "./jsx.ts";
import { classes } from "./_classes.ts";
import { Icon, type IconName } from "./icon.tsx";

/** Weight of a button: one `primary` a page, the rest quiet. */
export type ButtonKind = "primary" | "secondary" | "quiet" | "danger";

/** What buttons and links that look like buttons share. */
export interface ButtonLook {
  readonly kind?: ButtonKind | undefined;
  readonly icon?: IconName | undefined;
  /** Chord that presses it: `n`, `g f`, `Ctrl+Enter`, `Ctrl+Shift+Enter`. */
  readonly shortcut?: string | undefined;
  readonly small?: boolean | undefined;
  readonly attrs?: Readonly<Record<string, string>> | undefined;
  readonly children?: Child;
}

/** A button of a form; `secondary` unless said. */
export function Button(
  props: ButtonLook & {
    readonly type?: "submit" | "button" | undefined;
    readonly name?: string | undefined;
    readonly value?: string | undefined;
    /** Id of the form it sends, when it stands outside. */
    readonly form?: string | undefined;
    readonly formaction?: string | undefined;
    readonly disabled?: boolean | undefined;
  },
): JSX.Element {
  return (
    <button
      type={props.type ?? "submit"}
      class={buttonClass(props)}
      name={props.name}
      value={props.value}
      form={props.form}
      formaction={props.formaction}
      disabled={props.disabled}
      data-key={props.shortcut}
      aria-keyshortcuts={ariaChord(props.shortcut)}
      {...props.attrs}
    >
      {props.icon ? <Icon name={props.icon} /> : null}
      {props.children}
    </button>
  );
}

/** A link that looks like a button: it leads somewhere and changes nothing. */
export function ButtonLink(
  props: ButtonLook & { readonly href: string; readonly download?: boolean | undefined },
): JSX.Element {
  return (
    <a
      href={props.href}
      class={buttonClass(props)}
      download={props.download}
      data-key={props.shortcut}
      aria-keyshortcuts={ariaChord(props.shortcut)}
      {...props.attrs}
    >
      {props.icon ? <Icon name={props.icon} /> : null}
      {props.children}
    </a>
  );
}

/** A chord as `aria-keyshortcuts` writes it; sequences such as `g f` have no form there. */
export function ariaChord(chord: string | undefined): string | undefined {
  return chord?.includes(" ") ? undefined : chord?.replace("Ctrl", "Control");
}

function buttonClass({ kind, small }: ButtonLook): string {
  return classes("button", `is-${kind ?? "secondary"}`, small && "is-small");
}
