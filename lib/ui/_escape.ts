const SPECIAL = /[&<>"']/g;

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** A text as it may stand between tags or between the quotes of an attribute. */
export function escapeText(text: string): string {
  return text.replace(SPECIAL, (character) => ENTITIES[character]!);
}
