import type { Texts } from "../../lib/platform/web/form.ts";
import type { FormState } from "../../lib/ui/mod.ts";

/** The lists of a form by name, each a row of texts: what it sent, empty rows left out, one added or removed. */
export type RowLists = Readonly<Record<string, readonly Texts[]>>;

/** True for a row of which nothing was filled; ticks do not count. */
export function isBlankRow(row: Texts, counted: readonly string[]): boolean {
  return counted.every((key) => (row[key] ?? "").trim() === "");
}

/**
 * Texts of a form whose lists are those given, numbered without a gap: rows that were removed or left empty are gone,
 * so that faults (`contacts.1.email`) and fields name the same row.
 */
export function withRows(values: FormState["values"], lists: RowLists): FormState["values"] {
  const names = Object.keys(lists);
  const others = Object.entries(values).filter(([name]) => !names.some((list) => name.startsWith(`${list}.`)));
  const rows = names.flatMap((name) =>
    lists[name]!.flatMap((row, index) => Object.entries(row).map(([key, text]) => [`${name}.${index}.${key}`, text]))
  );
  return Object.fromEntries([...others, ...rows]);
}

/** Number of rows that the texts of a form hold under a name. */
export function rowCount(values: FormState["values"], name: string): number {
  const start = `${name}.`;
  const numbers = Object.keys(values).filter((key) => key.startsWith(start)).map((key) =>
    parseInt(key.slice(start.length))
  );
  return Math.max(-1, ...numbers.filter((number) => !Number.isNaN(number))) + 1;
}

/** What htmx needs to redraw a part of the form by the server; without it the same buttons send the form. */
export function redrawn(
  action: string,
  part: string,
  { trigger, values }: { trigger?: string; values?: Readonly<Record<string, string>> } = {},
): Record<string, string> {
  return {
    "hx-post": action,
    "hx-target": part,
    "hx-select": part,
    "hx-swap": "outerHTML",
    ...(trigger ? { "hx-trigger": trigger } : {}),
    ...(values ? { "hx-vals": JSON.stringify(values) } : {}),
  };
}
