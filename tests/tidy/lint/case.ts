import plugin from "../boundaries.ts";

/** A small source text, the file it pretends to be, and what the house says about it. */
export interface Case {
  /** Rule that must speak, or null where all must keep silent. */
  readonly rule: string | null;
  /** End of the sentence « the house refuses … » or « the house accepts … ». */
  readonly title: string;
  readonly file: string;
  readonly source: string;
}

/** A text that breaks one rule. */
export function refused(rule: string, title: string, file: string, source: string): Case {
  return { rule, title, file, source };
}

/** A text that breaks none. */
export function accepted(title: string, file: string, source: string): Case {
  return { rule: null, title, file, source };
}

/** The rules that speak about a text, without the plugin's prefix, each once. */
export function rulesBroken(file: string, source: string): string[] {
  const found = Deno.lint.runPlugin(plugin, file, source).map(({ id }) => id.slice(`${plugin.name}/`.length));
  return [...new Set(found)].sort();
}
