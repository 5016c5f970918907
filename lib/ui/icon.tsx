import type { JSX } from "./jsx.ts";

// Drawn on a 16 × 16 grid with a 1.5 stroke; one path each.
const PATHS = {
  home: "M2.5 7.5 8 3l5.5 4.5M4 6.5V13h8V6.5M6.75 13V9.5h2.5V13",
  document: "M4 2.5h5l3 3v8H4zM9 2.5v3h3M6 8.5h4M6 11h4",
  quote: "M4 2.5h5l3 3v8H4zM9 2.5v3h3M6.2 11.2l3.6-3.6",
  people:
    "M6 7.5A2.25 2.25 0 1 0 6 3a2.25 2.25 0 0 0 0 4.5ZM2 13c0-2.2 1.8-3.5 4-3.5s4 1.3 4 3.5M10.5 3.3a2.2 2.2 0 0 1 0 4M12 9.9c1.3.5 2 1.6 2 3.1",
  box: "M2.5 5 8 2.5 13.5 5v6L8 13.5 2.5 11zM2.5 5 8 7.5 13.5 5M8 7.5v6",
  cart: "M2 3h1.6l1.5 7h6.6l1.4-5H4.2M6 13h.01M11 13h.01",
  bank: "M2.5 6 8 2.8 13.5 6M3 13h10M4.5 6.5V11M8 6.5V11M11.5 6.5V11",
  book: "M3 3h4c.6 0 1 .4 1 1v9c0-.6-.4-1-1-1H3zM13 3H9c-.6 0-1 .4-1 1v9c0-.6.4-1 1-1h4z",
  folder: "M2.5 4h4l1.2 1.5h5.8v7h-11z",
  calendar: "M3 4h10v9H3zM3 7h10M5.5 2.5v3M10.5 2.5v3",
  chart: "M3 13V8.5M6.5 13V3.5M10 13V6.5M13.5 13v-3",
  gear:
    "M8 10a2 2 0 1 0 0-4 2 2 0 0 0 0 4ZM8 2v1.8M8 12.2V14M2 8h1.8M12.2 8H14M3.8 3.8l1.2 1.2M11 11l1.2 1.2M12.2 3.8 11 5M5 11l-1.2 1.2",
  search: "M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9ZM10.5 10.5l3 3",
  plus: "M8 3v10M3 8h10",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  chevron: "m4.5 6.5 3.5 3.5 3.5-3.5",
  left: "M9.5 4 5.5 8l4 4",
  right: "m6.5 4 4 4-4 4",
  close: "m4 4 8 8M12 4l-8 8",
  check: "m3.5 8.5 3 3 6-7",
  alert: "M8 2.5 14 13H2zM8 6.5v3M8 11.3v.01",
  info: "M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12ZM8 7.3V11M8 5v.01",
  mail: "M2.5 4h11v8h-11zM2.5 4.5 8 9l5.5-4.5",
  download: "M8 2.5v7.5M4.8 7 8 10.2 11.2 7M3 13h10",
  external: "M6 4H3.5v8.5H12V10M9 3.5h3.5V7M12.3 3.7 7.5 8.5",
  help: "M6 6a2 2 0 1 1 3 1.7c-.7.4-1 .8-1 1.6M8 11.5v.01M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12Z",
  trash: "M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9",
  lock: "M4 7.5h8v6H4zM5.5 7.5V5.3a2.5 2.5 0 0 1 5 0v2.2",
} as const;

/** Name of a drawing of our small set. */
export type IconName = keyof typeof PATHS;

/** A drawing beside a word, never instead of one: hidden from screen readers. */
export function Icon({ name }: { name: IconName }): JSX.Element {
  return (
    <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
