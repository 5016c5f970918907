// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import type { Child, JSX } from "./jsx.ts";
import { Button } from "./buttons.tsx";
import { Icon } from "./icon.tsx";
import { type NavEntry, NavList, type NavSection } from "./nav.tsx";
import { Page, type PageProps } from "./page.tsx";
import { type Shortcut, ShortcutHelp } from "./shortcuts.tsx";

/** A dossier that the person may open. */
export interface DossierLink {
  readonly name: string;
  readonly href: string;
  /** What tells two dossiers apart: `Essai`, `SIREN 732 829 320`. */
  readonly detail?: string | undefined;
}

/** The person signed in. */
export interface ShellPerson {
  readonly name: string;
  readonly email: string;
  /** Links of his menu: profile, security, subscriber area. */
  readonly links: readonly { readonly label: string; readonly href: string }[];
  /** Where « Se déconnecter » posts, with its hidden fields. */
  readonly signOut: { readonly action: string; readonly hidden?: Readonly<Record<string, string>> };
}

/** The frame of the application around a page. */
export interface ShellProps extends PageProps {
  readonly dossier: DossierLink;
  /** Where the switcher leads at once, and where to open a new dossier. */
  readonly dossiers: readonly DossierLink[];
  /** Address that answers with the switcher's list, asked when it is first opened. */
  readonly dossiersSrc?: string | undefined;
  readonly newDossierHref?: string | undefined;
  /** The modules switched on and allowed, nothing else. */
  readonly nav: readonly NavSection[];
  /** Three places of the phone’s bottom bar; « + » and « Plus » join them. */
  readonly tabs: readonly NavEntry[];
  readonly search?: { readonly action: string; readonly value?: string | undefined } | undefined;
  /** « + Nouveau »; the first one answers to `n`. */
  readonly create: readonly NavEntry[];
  readonly person: ShellPerson;
  /** Shortcuts of the page itself, added to those of the frame in the help. */
  readonly shortcuts?: readonly Shortcut[] | undefined;
  /** Banners above everything: trial, copy, read-only. */
  readonly banners?: Child;
}

/** Sidebar and top bar on a desktop, top bar and bottom tabs on a phone. `console` wears another colour. */
export function Shell(props: ShellProps): JSX.Element {
  return (
    <Page {...props} site={props.site ?? props.dossier.name}>
      <div class="shell">
        <DossierSwitcher {...props} />
        <nav class="sidebar" id="menu" popover="auto" aria-label="Navigation principale">
          <NavList sections={props.nav} />
        </nav>
        <TopBar {...props} />
        <main id="contenu" class="main" tabindex={-1}>
          {props.banners}
          {props.children}
        </main>
        <TabBar {...props} />
      </div>
      <ShortcutHelp nav={props.nav} extra={props.shortcuts ?? []} />
    </Page>
  );
}

function DossierSwitcher({ dossier, dossiers, dossiersSrc, newDossierHref, theme }: ShellProps): JSX.Element {
  const load = dossiersSrc ? { "hx-get": dossiersSrc, "hx-trigger": "toggle once", "hx-target": "#dossiers" } : {};
  return (
    <details class="menu switcher" name="menu" {...load}>
      <summary>
        <span class="switcher-mark" aria-hidden="true">{dossier.name.slice(0, 1)}</span>
        <span class="switcher-words">
          <span class="switcher-name">{dossier.name}</span>
          {dossier.detail ? <span class="switcher-detail">{dossier.detail}</span> : null}
        </span>
        <span class="visually-hidden">{theme === "console" ? "Changer d’espace" : "Changer de dossier"}</span>
        <Icon name="chevron" />
      </summary>
      <div class="menu-panel">
        {dossiersSrc ? <div id="dossiers" aria-live="polite"></div> : null}
        {dossiers.map((other) => (
          <a href={other.href}>{other.name}{other.detail ? <span class="hint">{other.detail}</span> : null}</a>
        ))}
        {newDossierHref
          ? (
            <a href={newDossierHref}>
              <Icon name="plus" /> Ouvrir un autre dossier
            </a>
          )
          : null}
        {dossiers.length === 0 && !newDossierHref ? <p class="hint">Vous n’avez qu’un dossier.</p> : null}
      </div>
    </details>
  );
}

function TopBar({ search, create, person, theme }: ShellProps): JSX.Element {
  return (
    <header class="topbar">
      {theme === "console" ? <p class="console-mark">Console d’exploitation</p> : null}
      {search
        ? (
          <form class="search" role="search" action={search.action} method="get">
            <label class="visually-hidden" for="recherche">Rechercher dans le dossier</label>
            <Icon name="search" />
            <input
              id="recherche"
              type="search"
              name="q"
              value={search.value}
              placeholder="Rechercher"
              autocomplete="off"
              data-key="/"
              data-key-also="Ctrl+k"
            />
            <kbd aria-hidden="true">Ctrl K</kbd>
          </form>
        )
        : null}
      {create.length > 0 ? <CreateMenu create={create} /> : null}
      <details class="menu is-end avatar" name="menu">
        <summary>
          <span class="avatar-mark" aria-hidden="true">{initialsOf(person.name)}</span>
          <span class="visually-hidden">Votre compte, {person.name}</span>
        </summary>
        <div class="menu-panel">
          <p class="menu-head">
            <strong>{person.name}</strong>
            <span class="hint">{person.email}</span>
          </p>
          {person.links.map((link) => <a href={link.href}>{link.label}</a>)}
          <button type="button" data-dialog="raccourcis" data-key="?" class="needs-script">
            Raccourcis clavier <kbd>?</kbd>
          </button>
          <form action={person.signOut.action} method="post">
            {Object.entries(person.signOut.hidden ?? {}).map(([name, value]) => (
              <input type="hidden" name={name} value={value} />
            ))}
            <Button kind="quiet">Se déconnecter</Button>
          </form>
        </div>
      </details>
    </header>
  );
}

function CreateMenu({ create }: { create: readonly NavEntry[] }): JSX.Element {
  return (
    <details class="menu is-end create" name="menu">
      <summary class="button is-secondary">
        <Icon name="plus" /> Nouveau
      </summary>
      <div class="menu-panel">
        {create.map((entry, index) => (
          <a href={entry.href} data-key={entry.shortcut ?? (index === 0 ? "n" : undefined)}>
            {entry.icon ? <Icon name={entry.icon} /> : null}
            {entry.label}
            {index === 0 ? <kbd aria-hidden="true">n</kbd> : null}
          </a>
        ))}
      </div>
    </details>
  );
}

function TabBar({ tabs, create }: ShellProps): JSX.Element {
  const first = create[0];
  return (
    <nav class="tabbar" aria-label="Accès rapide">
      {tabs.slice(0, 2).map((tab) => <Tab tab={tab} />)}
      {first
        ? (
          <a class="tabbar-new" href={first.href}>
            <Icon name="plus" />
            <span class="visually-hidden">{first.label}</span>
          </a>
        )
        : null}
      {tabs.slice(2, 3).map((tab) => <Tab tab={tab} />)}
      <button type="button" popovertarget="menu">
        <Icon name="menu" />Plus
      </button>
    </nav>
  );
}

function Tab({ tab }: { tab: NavEntry }): JSX.Element {
  return (
    <a href={tab.href} aria-current={tab.current ? "page" : undefined}>
      {tab.icon ? <Icon name={tab.icon} /> : null}
      {tab.label}
    </a>
  );
}

function initialsOf(name: string): string {
  return name.split(/[\s-]+/u).filter(Boolean).map((word) => word.slice(0, 1)).slice(0, 2).join("").toUpperCase();
}
