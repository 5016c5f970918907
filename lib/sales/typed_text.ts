import { type Issue, refuseAll } from "../base/refusal.ts";
import { cleanLine, cleanText, hasForbiddenCharacters, MAX_LINE, MAX_TEXT } from "../base/text.ts";
import { issue } from "./refusals.ts";

/** Where a text was typed, and whether it is one line (200 characters) or several (5,000). */
export interface TypedText {
  readonly field: string;
  readonly oneLine?: boolean;
}

/**
 * Reads a text as it was typed: cleaned, its faults (`text_too_long`, `bad_characters`) added to those of the form.
 * A character that XML or the database cannot hold would otherwise be found only when it is too late.
 */
export function surveyText(faults: Issue[], text: string | undefined, { field, oneLine = false }: TypedText): string {
  const max = oneLine ? MAX_LINE : MAX_TEXT;
  // Cleaning a text of megabytes is work that its sender should not get for free.
  const raw = (text ?? "").slice(0, max * 4);
  const clean = oneLine ? cleanLine(raw) : cleanText(raw);
  if (clean.length > max || (text ?? "").length > max * 4) {
    faults.push(issue("text_too_long", { field, values: { max: String(max) } }));
  }
  if (hasForbiddenCharacters(clean)) faults.push(issue("bad_characters", { field }));
  return clean;
}

/** The same for a text that stands alone. Refuses `text_too_long`, `bad_characters`, at its field. */
export function readText(text: string | undefined, typed: TypedText): string {
  const faults: Issue[] = [];
  const clean = surveyText(faults, text, typed);
  refuseAll(faults);
  return clean;
}
