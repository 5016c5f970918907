import type { Child, JSX } from "./jsx.ts";

/** A fact: its name and its value. */
export interface Fact {
  readonly term: string;
  readonly value: Child;
}

/** Facts about one thing, name before value. `columns` lays them in two columns where there is room. */
export function Facts(
  { facts, columns }: { readonly facts: readonly Fact[]; readonly columns?: boolean },
): JSX.Element {
  return (
    <dl class={columns ? "facts is-columns" : "facts"}>
      {facts.map((fact) => (
        <div>
          <dt>{fact.term}</dt>
          <dd>{fact.value}</dd>
        </div>
      ))}
    </dl>
  );
}

/** A few figures side by side at the head of a page: `À encaisser 12 430,00 €`. */
export function Figures(
  { figures }: { readonly figures: readonly (Fact & { readonly href?: string; readonly hint?: Child })[] },
): JSX.Element {
  return (
    <dl class="figures">
      {figures.map((figure) => (
        <div>
          <dt>{figure.href ? <a href={figure.href}>{figure.term}</a> : figure.term}</dt>
          <dd>{figure.value}{figure.hint ? <span class="hint">{figure.hint}</span> : null}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Totals of a document, the last line being what counts. */
export function Totals({ totals, id }: { readonly totals: readonly Fact[]; readonly id?: string }): JSX.Element {
  return (
    <dl class="totals" id={id}>
      {totals.map((total) => (
        <div>
          <dt>{total.term}</dt>
          <dd>{total.value}</dd>
        </div>
      ))}
    </dl>
  );
}
