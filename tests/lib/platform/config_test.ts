import assert from "node:assert/strict";
import { type Environment, readConfig, readMigrationAddresses, SettingError } from "../../../lib/platform/config.ts";

const KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";
const HOSTED: Environment = {
  DATABASE_URL: "postgres://product_login:x@db.example:5432/control",
  CELL_TRIAL_1_URL: "postgres://product_login:x@db.example:5432/trial",
  CELL_PRODUCTION_2_URL: "postgres://product_login:x@db2.example:5432/production",
  BASE_URL: "https://paraphe.example/",
  CONSOLE_BASE_URL: "https://console.paraphe.example",
  MASTER_KEY: KEY,
  SMTP_URL: "smtps://user:secret@mail.example:465",
  MAIL_FROM: "documents@paraphe.example",
};

function lineOf(environment: Environment, read: (environment: Environment) => unknown = readConfig): string {
  try {
    read(environment);
  } catch (error) {
    assert.ok(error instanceof SettingError, String(error));
    return error.message;
  }
  return "accepted";
}

Deno.test("without any setting the program is a demo of this machine", () => {
  const config = readConfig({});
  assert.equal(config.databases, null);
  assert.equal(config.smtpUrl, null);
  assert.equal(config.baseUrl, "http://localhost:8000");
  assert.equal(config.consoleBaseUrl, "http://127.0.0.1:8001");
  assert.equal(config.dataDir, "./.data");
  assert.deepEqual(config.storage, { kind: "disk" });
});

Deno.test("a demo on other ports names them in its addresses", () => {
  const config = readConfig({ PORT: "21000", CONSOLE_PORT: "21001" });
  assert.equal(config.baseUrl, "http://localhost:21000");
  assert.equal(config.consoleBaseUrl, "http://127.0.0.1:21001");
});

Deno.test("hosted settings give each cell by its id, and addresses without a final slash", () => {
  const config = readConfig(HOSTED);
  assert.deepEqual(Object.keys(config.databases!.cells).sort(), ["production-2", "trial-1"]);
  assert.equal(config.databases!.prepare, true);
  assert.equal(config.baseUrl, "https://paraphe.example");
});

Deno.test("behind a transaction pooler nothing is prepared", () => {
  assert.equal(readConfig({ ...HOSTED, DATABASE_POOLER: "transaction" }).databases!.prepare, false);
});

for (const name of ["BASE_URL", "CONSOLE_BASE_URL", "MASTER_KEY", "SMTP_URL", "MAIL_FROM"]) {
  Deno.test(`a hosted program without ${name} stops with one line that names it`, () => {
    assert.equal(lineOf({ ...HOSTED, [name]: undefined }), `Réglage manquant : ${name}.`);
    assert.equal(lineOf({ ...HOSTED, [name]: "  " }), `Réglage manquant : ${name}.`);
  });
}

Deno.test("a hosted program without a cell, and cells without control, stop with one line", () => {
  const { DATABASE_URL, ...cells } = HOSTED;
  assert.match(lineOf({ DATABASE_URL }), /^Réglage manquant : CELL_TRIAL_1_URL/);
  assert.equal(lineOf(cells), "Réglage manquant : DATABASE_URL.");
});

const WRONG: readonly (readonly [name: string, value: string])[] = [
  ["PORT", "eighty"],
  ["PORT", "70000"],
  ["CONSOLE_PORT", "-1"],
  ["DATABASE_URL", "mysql://a:b@c/d"],
  ["DATABASE_URL", "postgres://a:b@c:5432"],
  ["DATABASE_POOLER", "statement"],
  ["CELL_TRIAL_1_URL", "not an address"],
  ["CELL_PARIS_URL", "postgres://a:b@c:5432/d"],
  ["BASE_URL", "http://paraphe.example"],
  ["BASE_URL", "https://paraphe.example/app"],
  ["BASE_URL", "https://user@paraphe.example"],
  ["CONSOLE_BASE_URL", "console.paraphe.example"],
  ["MASTER_KEY", "short"],
  ["MASTER_KEY", `${KEY}${KEY}`],
  ["SMTP_URL", "https://mail.example"],
  ["MAIL_FROM", "documents"],
  ["SUPPORT_EMAIL", "aide@"],
  ["TICK_SECRET", "too short"],
  ["STORAGE", "tape"],
  ["LOG_LEVEL", "chatty"],
  ["PROXY_HOPS", "many"],
];

for (const [name, value] of WRONG) {
  Deno.test(`${name}=${value} stops the start with one line that names the setting and not its value`, () => {
    const line = lineOf({ ...HOSTED, [name]: value });
    assert.match(line, new RegExp(`^Réglage ${name} : attendu `));
    assert.ok(!line.includes("\n"));
    assert.ok(!line.includes(`: ${value}`));
  });
}

for (const name of ["SUPABASE_URL", "SUPABASE_SERVICE_KEY"]) {
  Deno.test(`files in a bucket need ${name}`, () => {
    const storage = { STORAGE: "supabase", SUPABASE_URL: "https://x.supabase.co", SUPABASE_SERVICE_KEY: "key" };
    assert.equal(lineOf({ ...HOSTED, ...storage }), "accepted");
    assert.equal(lineOf({ ...HOSTED, ...storage, [name]: undefined }), `Réglage manquant : ${name}.`);
  });
}

Deno.test("migrations read their own addresses and never a program's", () => {
  assert.equal(lineOf(HOSTED, readMigrationAddresses), "Réglage manquant : MIGRATION_URL.");
  const addresses = readMigrationAddresses({
    MIGRATION_URL: "postgres://owner:x@db.example/control",
    MIGRATION_CELL_TRIAL_1_URL: "postgres://owner:x@db.example/trial",
  });
  assert.deepEqual(Object.keys(addresses.cells), ["trial-1"]);
});
