import { STAFF_ACTS } from "../lib/identity/operator.ts";
import { ACT_SUBJECTS, ACTS } from "../lib/instances/operator.ts";

const WORDS: Readonly<Record<string, string>> = { ...ACTS, ...STAFF_ACTS };
const SUBJECTS: Readonly<Record<string, string>> = { ...ACT_SUBJECTS, operator: "exploitant", person: "personne" };

/** Every act there is: its code and its words. */
export const ALL_ACTS = Object.entries(WORDS).map(([value, label]) => ({ value, label }));

/** Everything that acts are about: its code and its word. */
export const ALL_SUBJECTS = Object.entries(SUBJECTS).map(([value, label]) => ({ value, label }));

/** An act in words, « Odile » before them. One that this version does not know shows by its code. */
export function actWords(act: string): string {
  return WORDS[act] ?? act;
}

/** What an act is about, in words. */
export function subjectWords(kind: string): string {
  return SUBJECTS[kind] ?? kind;
}
