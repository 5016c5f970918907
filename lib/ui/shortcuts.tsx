// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { JSX } from "./jsx.ts";
import type { NavSection } from "./nav.tsx";

/** A chord and what it does, in words. */
export interface Shortcut {
  /** `n`, `g f`, `Ctrl+Enter`. */
  readonly keys: string;
  readonly does: string;
}

/** Shortcuts that the frame and our forms always answer to. */
const ALWAYS: readonly Shortcut[] = [
  { keys: "?", does: "Afficher cette aide" },
  { keys: "n", does: "Créer" },
  { keys: "/", does: "Rechercher" },
  { keys: "Ctrl+k", does: "Rechercher" },
  { keys: "Ctrl+Enter", does: "Enregistrer" },
  { keys: "Ctrl+Shift+Enter", does: "Émettre" },
];

/** The list of shortcuts, opened by `?`. Its rows come from the same data as the links that they press. */
export function ShortcutHelp(
  { nav, extra }: { readonly nav: readonly NavSection[]; readonly extra: readonly Shortcut[] },
): JSX.Element {
  const places = nav.flatMap((section) => section.entries)
    .flatMap(({ shortcut, label }) => shortcut ? [{ keys: shortcut, does: label }] : []);
  return (
    <dialog id="raccourcis" class="dialog" aria-labelledby="raccourcis-titre">
      <form method="dialog" class="dialog-head">
        <h2 id="raccourcis-titre">Raccourcis clavier</h2>
        <button class="button is-quiet is-small">Fermer</button>
      </form>
      <div class="shortcut-columns">
        <ShortcutList title="Partout" rows={[...ALWAYS, ...extra]} />
        {places.length > 0 ? <ShortcutList title="Aller à" rows={places} /> : null}
      </div>
    </dialog>
  );
}

function ShortcutList({ title, rows }: { title: string; rows: readonly Shortcut[] }): JSX.Element {
  return (
    <div>
      <h3>{title}</h3>
      <dl class="shortcut-list">
        {rows.map((row) => (
          <div>
            <dt>{row.keys.split(/[ +]/).map((key) => <kbd>{KEY_WORDS[key] ?? key}</kbd>)}</dt>
            <dd>{row.does}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

const KEY_WORDS: Readonly<Record<string, string>> = { Enter: "Entrée", Shift: "Maj", k: "K" };
