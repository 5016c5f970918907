import type { LogLevel } from "./log.ts";
import type { Publisher } from "./outside.ts";

/** Where files are kept. */
export type StorageSetting =
  | { readonly kind: "disk" }
  | { readonly kind: "supabase"; readonly url: string; readonly serviceKey: string; readonly bucket: string };

/** What a program is told at its start, by the environment and nothing else. */
export interface Config {
  readonly port: number;
  readonly consolePort: number;
  /** Folder of everything that stays on this machine: a demo's databases, secrets and mails, files on disk. */
  readonly dataDir: string;
  /** Null under `start`, which brings its own databases. */
  readonly databases: DatabaseAddresses | null;
  readonly storage: StorageSetting;
  /** Null: messages stay in the local mailbox. */
  readonly smtpUrl: string | null;
  /** Null under `start`, which draws one. */
  readonly masterKey: string | null;
  /** Address of the product, without a final slash. */
  readonly baseUrl: string;
  /** Address of the console, without a final slash. */
  readonly consoleBaseUrl: string;
  /** Secret of POST /internal/tick; null where a timer runs the jobs. */
  readonly tickSecret: string | null;
  readonly mailFrom: string;
  /** Where the cells of this program stand, as the console shows it. */
  readonly region: string;
  /** Where people write when the pages cannot help. */
  readonly supportEmail: string;
  readonly logLevel: LogLevel;
  /** Proxies in front of the program whose X-Forwarded-For is believed. */
  readonly proxyHops: number;
  /** When the sign-in page asks for a code to be copied from a picture. */
  readonly captcha: "after_failures" | "always";
  /** Where each part runs, in words for the public pages; null: no page claims anything. */
  readonly hostingStatement: string | null;
  /** Who publishes the program that runs, for attestations; null: they say that nobody told. */
  readonly publisher: Publisher | null;
  /** Authority that stamps anchors (RFC 3161); null: none does. */
  readonly timestampUrl: string | null;
}

/** Databases of one program, or their owners' for migrations: control, and the cells by id. */
export interface DatabaseAddresses {
  readonly control: string;
  readonly cells: Readonly<Record<string, string>>;
  /** False behind a transaction pooler that keeps no prepared statements. */
  readonly prepare: boolean;
}

/** A setting that is missing or wrong; its message is the one line that the program ends with. */
export class SettingError extends Error {
  override readonly name = "SettingError";
}

/** Texts of the environment by name. */
export type Environment = Readonly<Record<string, string | undefined>>;

const DEFAULTS = { port: 8000, consolePort: 8001, dataDir: "./.data", bucket: "dossiers" };

/** Reads the environment of this process; the only place that does. Throws SettingError. */
export function readConfig(environment: Environment = Deno.env.toObject()): Config {
  const port = portOf(environment, "PORT", DEFAULTS.port);
  const consolePort = portOf(environment, "CONSOLE_PORT", DEFAULTS.consolePort);
  const databases = databasesOf(environment, { control: "DATABASE_URL", cell: "CELL" });
  const isHosted = databases !== null;
  return {
    port,
    consolePort,
    databases,
    dataDir: textOf(environment, "DATA_DIR") ?? DEFAULTS.dataDir,
    storage: storageOf(environment),
    smtpUrl: smtpOf(environment, isHosted),
    masterKey: masterKeyOf(environment, isHosted),
    baseUrl: addressOf(environment, "BASE_URL", isHosted) ?? `http://localhost:${port}`,
    consoleBaseUrl: addressOf(environment, "CONSOLE_BASE_URL", isHosted) ?? `http://127.0.0.1:${consolePort}`,
    tickSecret: tickSecretOf(environment),
    mailFrom: emailOf(environment, "MAIL_FROM") ??
      (isHosted ? missing("MAIL_FROM") : "documents@paraphe.localhost.test"),
    supportEmail: emailOf(environment, "SUPPORT_EMAIL") ?? emailOf(environment, "MAIL_FROM") ??
      "aide@paraphe.localhost.test",
    region: textOf(environment, "REGION") ?? "eu",
    logLevel: choiceOf(environment, "LOG_LEVEL", ["info", "debug", "warn", "error"]),
    proxyHops: hopsOf(environment),
    captcha: choiceOf(environment, "CAPTCHA", ["after_failures", "always"]),
    hostingStatement: textOf(environment, "HOSTING_STATEMENT"),
    publisher: publisherOf(environment),
    timestampUrl: timestampOf(environment),
  };
}

function timestampOf(environment: Environment): string | null {
  const text = textOf(environment, "TIMESTAMP_URL");
  if (text === null) return null;
  const url = URL.parse(text);
  const isWeb = url !== null && /^https?:$/.test(url.protocol) && url.username === "";
  return isWeb ? text : wrong("TIMESTAMP_URL", "l’adresse http d’une autorité d’horodatage");
}

/** All three or none: half an identity would be printed on a paper that binds. */
function publisherOf(environment: Environment): Publisher | null {
  const company = textOf(environment, "PUBLISHER_NAME");
  const representative = textOf(environment, "PUBLISHER_REPRESENTATIVE");
  const city = textOf(environment, "PUBLISHER_CITY");
  if (company === null && representative === null && city === null) return null;
  return {
    company: company ?? missing("PUBLISHER_NAME"),
    representative: representative ?? missing("PUBLISHER_REPRESENTATIVE"),
    city: city ?? missing("PUBLISHER_CITY"),
  };
}

/** Owners' addresses for `migrate`: MIGRATION_URL and MIGRATION_CELL_<ID>_URL. Throws SettingError. */
export function readMigrationAddresses(environment: Environment = Deno.env.toObject()): DatabaseAddresses {
  return databasesOf(environment, { control: "MIGRATION_URL", cell: "MIGRATION_CELL" }) ?? missing("MIGRATION_URL");
}

function databasesOf(environment: Environment, names: { control: string; cell: string }): DatabaseAddresses | null {
  const control = postgresOf(environment, names.control);
  const found = Object.keys(environment).map((name) => ({ name, id: cellIdOf(name, names.cell) }));
  const cells: Record<string, string> = {};
  for (const { name, id } of found) {
    const url = id === null ? null : postgresOf(environment, name);
    if (id !== null && url !== null) cells[id] = url;
  }
  const hasCells = Object.keys(cells).length > 0;
  if (control === null) return hasCells ? missing(names.control) : null;
  if (!hasCells) {
    throw new SettingError(`Réglage manquant : ${names.cell}_TRIAL_1_URL, l’adresse d’au moins une cellule.`);
  }
  return {
    control,
    cells,
    prepare: choiceOf(environment, "DATABASE_POOLER", ["session", "transaction"]) === "session",
  };
}

/** `CELL_TRIAL_1_URL` → `trial-1`; null for a name that is no cell's. A cell's id begins with its kind. */
function cellIdOf(name: string, prefix: string): string | null {
  const [, id] = new RegExp(`^${prefix}_([A-Z0-9_]+)_URL$`).exec(name) ?? [];
  if (!id) return null;
  const isOne = /^(TRIAL|PRODUCTION|SCRATCH)_[A-Z0-9_]{1,25}$/.test(id);
  return isOne
    ? id.toLowerCase().replaceAll("_", "-")
    : wrong(name, `${prefix}_TRIAL_<n>_URL, _PRODUCTION_<n>_URL ou _SCRATCH_<n>_URL`);
}

function storageOf(environment: Environment): StorageSetting {
  if (choiceOf(environment, "STORAGE", ["disk", "supabase"]) === "disk") return { kind: "disk" };
  return {
    kind: "supabase",
    url: addressOf(environment, "SUPABASE_URL", true) ?? missing("SUPABASE_URL"),
    serviceKey: textOf(environment, "SUPABASE_SERVICE_KEY") ?? missing("SUPABASE_SERVICE_KEY"),
    bucket: textOf(environment, "SUPABASE_BUCKET") ?? DEFAULTS.bucket,
  };
}

function smtpOf(environment: Environment, isHosted: boolean): string | null {
  const text = textOf(environment, "SMTP_URL");
  if (text === null) return isHosted ? missing("SMTP_URL") : null;
  const url = URL.parse(text);
  const isSmtp = (url?.protocol === "smtp:" || url?.protocol === "smtps:") && url.hostname !== "";
  return isSmtp ? text : wrong("SMTP_URL", "smtp://nom:secret@serveur:587 ou smtps://nom:secret@serveur:465");
}

function masterKeyOf(environment: Environment, isHosted: boolean): string | null {
  const text = textOf(environment, "MASTER_KEY");
  if (text === null) return isHosted ? missing("MASTER_KEY") : null;
  return /^[A-Za-z0-9+/]{43}=?$/.test(text) ? text : wrong("MASTER_KEY", "32 octets tirés au hasard, en base64");
}

function tickSecretOf(environment: Environment): string | null {
  const text = textOf(environment, "TICK_SECRET");
  return text === null || /^[\x21-\x7e]{32,}$/.test(text)
    ? text
    : wrong("TICK_SECRET", "32 caractères au moins, sans espace");
}

function hopsOf(environment: Environment): number {
  const text = textOf(environment, "PROXY_HOPS") ?? "0";
  return /^[0-9]$/.test(text)
    ? Number(text)
    : wrong("PROXY_HOPS", "le nombre de mandataires devant le programme, de 0 à 9");
}

/** An address of ours, without its final slash: https, or http on this machine for a demo. */
function addressOf(environment: Environment, name: string, isHosted: boolean): string | null {
  const text = textOf(environment, name);
  if (text === null) return isHosted ? missing(name) : null;
  const url = URL.parse(text);
  const isPlain = url !== null && url.pathname === "/" && url.search === "" && url.hash === "" && url.username === "";
  const isOurs = url?.protocol === "https:" || (url?.protocol === "http:" && !isHosted);
  return isPlain && isOurs
    ? url.origin
    : wrong(name, `une adresse ${isHosted ? "https" : "http ou https"} sans chemin`);
}

function postgresOf(environment: Environment, name: string): string | null {
  const text = textOf(environment, name);
  if (text === null) return null;
  const url = URL.parse(text);
  const isPostgres = (url?.protocol === "postgres:" || url?.protocol === "postgresql:") && url.pathname.length > 1;
  return isPostgres ? text : wrong(name, "postgres://nom:secret@serveur:5432/base");
}

function emailOf(environment: Environment, name: string): string | null {
  const text = textOf(environment, name);
  return text === null || /^[^\s@<>"]+@[a-z0-9.-]+\.[a-z]{2,}$/i.test(text) ? text : wrong(name, "une adresse e-mail");
}

function portOf(environment: Environment, name: string, otherwise: number): number {
  const text = textOf(environment, name);
  if (text === null) return otherwise;
  return /^\d{1,5}$/.test(text) && Number(text) <= 65_535 ? Number(text) : wrong(name, "un port de 0 à 65535");
}

/** One of a few words; the first one when nothing was said. */
function choiceOf<const V extends string>(environment: Environment, name: string, values: readonly [V, ...V[]]): V {
  const text = textOf(environment, name);
  if (text === null) return values[0];
  return values.find((value) => value === text) ?? wrong(name, values.join(" ou "));
}

/** A setting left empty is a setting not given. */
function textOf(environment: Environment, name: string): string | null {
  return environment[name]?.trim() || null;
}

function missing(name: string): never {
  throw new SettingError(`Réglage manquant : ${name}.`);
}

/** The value itself is not told: it may be a secret. */
function wrong(name: string, expected: string): never {
  throw new SettingError(`Réglage ${name} : attendu ${expected}.`);
}
