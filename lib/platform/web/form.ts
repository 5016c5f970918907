import { isUuid, type Uuid } from "../../base/ids.ts";
import { defineRefusals } from "../../base/refusal.ts";
import type { BodyFields } from "./body.ts";

const { refuse } = defineRefusals("form", {
  choice: { status: 422, say: "Choisissez dans la liste." },
});

/** Texts of a form, or of one of its lines, by name. What they mean is judged by the verb that takes them. */
export type Texts = Readonly<Record<string, string>>;

/** A form as it was sent, or the JSON that stands for one. */
export interface SentForm {
  /** Each text as it was typed, by dotted name (`lines.2.quantity`): what a refused form shows again. */
  readonly values: Texts;
  /** True when files came with it: they cannot be shown again. */
  readonly hasFiles: boolean;
  /** A text as it was typed, empty when absent. */
  text(name: string): string;
  /** True when the box was ticked. */
  flag(name: string): boolean;
  /** The id of something chosen. Refuses `form.choice` at the field when it is none. */
  id(name: string): Uuid;
  /** The file sent under a name, or null. */
  file(name: string): File | null;
  /** The lines of a list (`lines.0.…`, `lines.4.…`) in the order of their numbers; removed lines leave no gap. */
  rows(name: string): Texts[];
}

/** Wraps the fields of a body. */
export function sentForm({ texts, files }: BodyFields): SentForm {
  function text(name: string): string {
    return texts.get(name) ?? "";
  }
  function id(name: string): Uuid {
    const given = text(name).trim();
    if (!isUuid(given)) throw refuse("choice", { field: name });
    return given;
  }
  return {
    values: Object.fromEntries(texts),
    hasFiles: files.size > 0,
    text,
    id,
    flag: (name) => texts.has(name),
    file: (name) => files.get(name)?.[0] ?? null,
    rows: (name) => rowsOf(texts, `${name}.`),
  };
}

function rowsOf(texts: BodyFields["texts"], start: string): Texts[] {
  const rows = new Map<number, Record<string, string>>();
  for (const [name, value] of texts) {
    const [, number, key] = (name.startsWith(start) && /^(\d{1,5})\.(.+)$/.exec(name.slice(start.length))) || [];
    if (number === undefined || key === undefined) continue;
    const row = rows.get(Number(number)) ?? {};
    row[key] = value;
    rows.set(Number(number), row);
  }
  return [...rows].sort(([a], [b]) => a - b).map(([, row]) => row);
}
