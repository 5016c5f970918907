import type { JSX } from "./jsx.ts";
import { Icon, type IconName } from "./icon.tsx";

/** A place one can go to. */
export interface NavEntry {
  readonly label: string;
  readonly href: string;
  readonly icon?: IconName | undefined;
  /** The page shown is this one, or under it. */
  readonly current?: boolean | undefined;
  /** Sequence that leads there: `g f`. */
  readonly shortcut?: string | undefined;
  /** Short figure at the end: what waits there. */
  readonly count?: number | undefined;
}

/** Places that go together under a word: « Ventes ». Without a word, they stand alone at the top. */
export interface NavSection {
  readonly label?: string | undefined;
  readonly entries: readonly NavEntry[];
}

/** The list of places of one level: sidebar, console, « Plus » on a phone. */
export function NavList({ sections }: { readonly sections: readonly NavSection[] }): JSX.Element {
  return (
    <>
      {sections.map((section) => (
        <div class="nav-section">
          {section.label ? <h2 class="nav-label">{section.label}</h2> : null}
          <ul>
            {section.entries.map((entry) => (
              <li>
                <NavLink entry={entry} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  );
}

function NavLink({ entry }: { entry: NavEntry }): JSX.Element {
  return (
    <a class="nav-link" href={entry.href} aria-current={entry.current ? "page" : undefined} data-key={entry.shortcut}>
      {entry.icon ? <Icon name={entry.icon} /> : null}
      <span class="nav-word">{entry.label}</span>
      {entry.count ? <span class="count">{entry.count}</span> : null}
    </a>
  );
}
