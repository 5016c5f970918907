/** An opening in a rule: which files may do what the rule refuses to all others, and why. */
export interface Window {
  /** Name of the rule, without the plugin's prefix. */
  readonly rule: string;
  /** Paths, from the root of the repository, of the files that look through it. */
  readonly files: RegExp;
  /** For rules about references: what they may reach, as a path or a package name. */
  readonly reaches?: RegExp;
  readonly reason: string;
}

/** Every exception to the house rules. A `deno-lint-ignore` of a house rule is refused by tests/tidy. */
export const WINDOWS: readonly Window[] = [
  {
    rule: "imports",
    files: /^lib\/reports\/\w+_query\.ts$/,
    reaches: /^lib\/\w+\/schema\.ts$/,
    reason: "reports draws lists across modules, which one query answers and many verbs would not; it writes nothing",
  },
  {
    rule: "imports",
    files: /^lib\/datasets\/.+\.ts$/,
    reaches: /^lib\/(schema|modules)\.ts$/,
    reason: "export, check and import walk every table of every module",
  },
  {
    rule: "imports",
    files: /^lib\/en16931\/.+\.ts$/,
    reaches: /^lib\/platform\/(xml|pdf)(\/|_|\.ts$)/,
    reason: "reading and writing XML and PDF is computation: no clock, no database, no network",
  },
  {
    rule: "imports",
    files: /^lib\/archives\/.+\.ts$/,
    reaches: /^lib\/archives\/reader\/\w+\.js$/,
    reason: "an archive is verified by one implementation, in the browser from a disk as on the command line",
  },
  {
    rule: "sql",
    files: /^(tests|supabase)\//,
    reason: "tests and database tooling speak SQL to check and to prepare what the program runs on",
  },
  {
    rule: "raw-sql",
    files: /^lib\/platform\/db(\/|_|\.ts$)|^tests\//,
    reason: "home of the transaction; tests try to climb over the wall",
  },
  {
    rule: "role",
    files: /^lib\/platform\/db(\/|_|\.ts$)|^(tests|supabase)\//,
    reason: "home of the transaction; roles are made by supabase/ and tried by tests",
  },
  {
    rule: "outside",
    files: /^(main\.ts|console\/main\.ts)$|^(tests|supabase)\//,
    reason: "programs, tooling and tests are where the outside begins",
  },
  {
    rule: "senders",
    files: /^(main\.ts|console\/main\.ts|lib\/wiring\.ts)$|^lib\/platform\/|^tests\//,
    reason: "the wiring hands the senders to the jobs; a sender may use another",
  },
  { rule: "clock", files: /^lib\/platform\/clock\.ts$/, reason: "home of the clock" },
  { rule: "clock", files: /^tests\//, reason: "tests measure how long things take" },
  { rule: "random", files: /^lib\/platform\/random\.ts$/, reason: "home of chance" },
  { rule: "config", files: /^lib\/platform\/config\.ts$/, reason: "home of the settings" },
  { rule: "config", files: /^tests\//, reason: "tests pass settings between processes" },
  {
    rule: "money",
    files: /^lib\/ui\/chart|^lib\/platform\/xlsx/,
    reason: "the height of a bar and the cell of a spreadsheet are floats by nature; nothing is computed from them",
  },
  { rule: "log", files: /^lib\/platform\/log\.ts$/, reason: "home of the log" },
];

/** True when a window of the rule opens for that file, towards what it reaches where the rule is about references. */
export function isExcepted(rule: string, path: string, reached?: string): boolean {
  return WINDOWS.some((window) =>
    window.rule === rule && window.files.test(path) &&
    (window.reaches === undefined || (reached !== undefined && window.reaches.test(reached)))
  );
}
