// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { Child, JSX } from "./jsx.ts";
import { Icon } from "./icon.tsx";

/** A filter in force, in words, and the address of the list without it. */
export interface FilterChip {
  readonly label: string;
  readonly removeHref: string;
}

/** What narrows a list. */
export interface FiltersProps {
  readonly action: string;
  /** Search within the list, sent as `q`. */
  readonly search?: { readonly label: string; readonly value?: string | undefined } | undefined;
  /** Further fields (selects, dates), without their frame: labels stay. */
  readonly children?: Child;
  readonly chips?: readonly FilterChip[] | undefined;
  /** Selector of the part of the page to refresh while typing, `#factures`; the whole page without script. */
  readonly refresh?: string | undefined;
  /** What stays in the address (sort, tab). */
  readonly keep?: Readonly<Record<string, string>> | undefined;
}

/** Search, fields and the filters in force; a plain GET form, quicker with htmx. */
export function Filters(props: FiltersProps): JSX.Element {
  const live: Record<string, string> = props.refresh
    ? {
      "hx-get": props.action,
      "hx-target": props.refresh,
      "hx-select": props.refresh,
      "hx-swap": "outerHTML",
      "hx-replace-url": "true",
      "hx-trigger": "input delay:200ms, submit",
    }
    : {};
  return (
    <div class="filters">
      <form
        action={props.action}
        method="get"
        class="filters-form"
        role="search"
        aria-label="Filtrer la liste"
        {...live}
      >
        {props.search
          ? (
            <div class="search">
              <label class="visually-hidden" for="f-q">{props.search.label}</label>
              <Icon name="search" />
              <input
                id="f-q"
                type="search"
                name="q"
                value={props.search.value}
                placeholder={props.search.label}
                autocomplete="off"
              />
            </div>
          )
          : null}
        {props.children}
        {Object.entries(props.keep ?? {}).map(([name, value]) => <input type="hidden" name={name} value={value} />)}
        <button class="button is-secondary is-small">Filtrer</button>
      </form>
      {props.chips && props.chips.length > 0
        ? (
          <ul class="chips" aria-label="Filtres actifs">
            {props.chips.map((chip) => (
              <li>
                <a class="chip" href={chip.removeHref}>
                  {chip.label} <Icon name="close" />
                  <span class="visually-hidden">, retirer ce filtre</span>
                </a>
              </li>
            ))}
          </ul>
        )
        : null}
    </div>
  );
}
