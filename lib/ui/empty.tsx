import type { Child, JSX } from "./jsx.ts";

/** An empty page teaches: what belongs here, one button, an example that can be deleted. */
export function Empty(
  { title, children, action, example }: {
    readonly title: string;
    /** What belongs here and what it is for, in a sentence or two. */
    readonly children?: Child;
    /** The one button. */
    readonly action?: Child;
    /** Link or form that makes an example. */
    readonly example?: Child;
  },
): JSX.Element {
  return (
    <section class="empty">
      <svg viewBox="0 0 120 24" width="120" height="24" aria-hidden="true" focusable="false">
        <path d="M4 14c20-9 40-10 52-7 8 2-4 11-10 9-5-1.7 6-10 22-9 16 1 30 3 46-2" />
      </svg>
      <h2>{title}</h2>
      {children ? <div class="empty-text">{children}</div> : null}
      {action}
      {example ? <p class="hint">{example}</p> : null}
    </section>
  );
}
