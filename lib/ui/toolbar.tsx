import type { Child, JSX } from "./jsx.ts";
import { Icon } from "./icon.tsx";

/** The head of a page. */
export interface PageHeadProps {
  readonly title: Child;
  /** Beside the title: a state, a seal. */
  readonly mark?: Child;
  /** Under the title: whose, of when, how much. */
  readonly lead?: Child;
  /** The list that this thing belongs to. */
  readonly back?: { readonly label: string; readonly href: string } | undefined;
  /** One primary button, the rest quiet. */
  readonly actions?: Child;
}

/** The title of the page (its only h1), what it is, and the one obvious next step. */
export function PageHead(props: PageHeadProps): JSX.Element {
  return (
    <header class="page-head">
      <div class="page-head-words">
        {props.back
          ? (
            <a class="back" href={props.back.href}>
              <Icon name="left" /> {props.back.label}
            </a>
          )
          : null}
        <div class="page-title">
          <h1>{props.title}</h1>
          {props.mark}
        </div>
        {props.lead ? <p class="lead">{props.lead}</p> : null}
      </div>
      {props.actions ? <div class="actions">{props.actions}</div> : null}
    </header>
  );
}

/** A quiet row above a list or an editor: tools at the left, the rest pushed to the right by `end`. */
export function Toolbar(
  { label, end, children }: { readonly label: string; readonly end?: Child; readonly children?: Child },
): JSX.Element {
  return (
    <div class="toolbar" role="group" aria-label={label}>
      {children}
      {end ? <div class="toolbar-end">{end}</div> : null}
    </div>
  );
}
