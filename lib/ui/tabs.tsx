import type { JSX } from "./jsx.ts";

/** One face of a thing, at its own address. */
export interface TabLink {
  readonly label: string;
  readonly href: string;
  readonly current?: boolean | undefined;
  readonly count?: number | undefined;
}

/** Tabs are links: each has an address, Back works, nothing is hidden from a reader without script. */
export function Tabs({ label, tabs }: { readonly label: string; readonly tabs: readonly TabLink[] }): JSX.Element {
  return (
    <nav class="tabs" aria-label={label}>
      {tabs.map((tab) => (
        <a href={tab.href} aria-current={tab.current ? "page" : undefined}>
          {tab.label}
          {tab.count === undefined ? null : <span class="count">{tab.count}</span>}
        </a>
      ))}
    </nav>
  );
}
