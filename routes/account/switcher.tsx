import type { JSX } from "../../lib/ui/mod.ts";
import { paths } from "../paths.ts";

/** A dossier in the switcher: its name, what one is there, its state. */
export interface Choice {
  readonly name: string;
  readonly detail: string;
  readonly href: string;
}

/** What was typed in the search, and the section that one comes from. */
export interface Search {
  readonly q: string;
  readonly ici: string | undefined;
}

/** The list that the switcher of every page asks for when it is opened. */
export function SwitcherList({ choices, search }: { choices: readonly Choice[]; search: Search | null }): JSX.Element {
  return (
    <>
      {search ? <DossierSearch search={search} refresh="#dossiers-liste" /> : null}
      <ul id="dossiers-liste" class="switcher-list" aria-label="Vos dossiers">
        {choices.map(({ name, detail, href }) => (
          <li>
            <a href={href}>
              {name}
              <span class="hint">{detail}</span>
            </a>
          </li>
        ))}
        {choices.length === 0 ? <li class="hint">Aucun dossier de ce nom.</li> : null}
      </ul>
    </>
  );
}

/** Search by name among many dossiers: refreshes the list while one types, a plain form without script. */
export function DossierSearch({ search, refresh }: { search: Search; refresh?: string }): JSX.Element {
  const { q, ici } = search;
  const live = refresh
    ? {
      "hx-get": paths.dossiers("tous", { ici }),
      "hx-trigger": "input delay:120ms",
      "hx-target": refresh,
      "hx-select": refresh,
      "hx-swap": "outerHTML",
    }
    : {};
  const id = refresh ? "dossier-cherche" : "dossiers-cherche";
  return (
    <form action={paths.dossiers()} method="get" role="search" aria-label="Chercher un dossier" class="dossier-search">
      <label class="visually-hidden" for={id}>Chercher un dossier par son nom</label>
      <input
        id={id}
        type="search"
        name="q"
        value={q}
        placeholder="Chercher un dossier"
        autocomplete="off"
        {...live}
      />
      <input type="hidden" name="tous" value="" />
      {ici ? <input type="hidden" name="ici" value={ici} /> : null}
    </form>
  );
}
