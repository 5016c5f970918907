import type { Child, JSX } from "./jsx.ts";

/** A part of a page with its own heading. `action` stands at the right of it. */
export function Card(
  { title, action, children, id, flush }: {
    readonly title?: string | undefined;
    readonly action?: Child;
    readonly children?: Child;
    readonly id?: string | undefined;
    /** Without inner margin, for a table. */
    readonly flush?: boolean | undefined;
  },
): JSX.Element {
  return (
    <section class={flush ? "card is-flush" : "card"} id={id}>
      {title
        ? (
          <header class="card-head">
            <h2>{title}</h2>
            {action}
          </header>
        )
        : null}
      {children}
    </section>
  );
}

/** A part of a form or page that stays closed until wanted: « Conditions, notes, acompte ». */
export function Fold(
  { title, open, hint, children }: {
    readonly title: string;
    readonly open?: boolean | undefined;
    /** What is inside, in a few words. */
    readonly hint?: string | undefined;
    readonly children?: Child;
  },
): JSX.Element {
  return (
    <details class="fold" open={open}>
      <summary>{title}{hint ? <span class="hint">{hint}</span> : null}</summary>
      <div class="fold-body">{children}</div>
    </details>
  );
}

/** Content on the left, aside on the right; one under the other on a phone. `even` splits in two equal parts. */
export function Split(
  { aside, even, children }: { readonly aside: Child; readonly even?: boolean | undefined; readonly children?: Child },
): JSX.Element {
  return (
    <div class={even ? "split is-even" : "split"}>
      <div class="split-main">{children}</div>
      <aside class="split-aside">{aside}</aside>
    </div>
  );
}

/** Two cards of the same weight, side by side where there is room. */
export function Pair({ children }: { readonly children: Child }): JSX.Element {
  return <div class="pair">{children}</div>;
}
