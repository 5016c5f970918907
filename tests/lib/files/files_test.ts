import assert from "node:assert/strict";
import postgres from "postgres";
import type { Ctx } from "../../../lib/base/ctx.ts";
import { Refusal } from "../../../lib/base/refusal.ts";
import {
  type FilePurpose,
  getFileUsage,
  openFile,
  registerFile,
  removeFile,
  type StoredBlob,
  storeKey,
} from "../../../lib/files/mod.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { newId } from "../../../lib/platform/random.ts";
import { checkKey, MAX_FILE_BYTES } from "../../../lib/platform/storage/store.ts";
import { openWorld, TRIAL_CELL } from "../../support/world.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
const ctx = await world.makeDossier(["files:read", "files:write"]);

function aBlob(over: Partial<StoredBlob> = {}): StoredBlob {
  return {
    id: newId(),
    name: "Plan cuisine.pdf",
    mime: "application/pdf",
    bytes: 1_000,
    sha256: "a".repeat(64),
    purpose: "attachment",
    ...over,
  };
}

function register(who: Ctx, blob: StoredBlob) {
  return withTenant(who, (tx) => registerFile(tx, who, blob));
}

function isRefusal(code: string) {
  return (error: unknown) => error instanceof Refusal && error.code === code;
}

Deno.test("registerFile keeps what is known of a blob and counts its bytes in the same transaction", async () => {
  const mine = await world.makeDossier(["files:read"]);
  const file = await register(mine, aBlob({ name: "  Plan   cuisine.pdf " }));
  assert.equal(file.name, "Plan cuisine.pdf");
  assert.deepEqual(await openFile(mine, file.id), file);
  assert.equal(checkKey(storeKey(file)), `${mine.tenantId}/${file.id}`);
  await withTenant(mine, async (tx) => {
    await registerFile(tx, mine, aBlob({ bytes: 500 }));
    throw new Error("changed my mind");
  }).catch(() => {});
  assert.deepEqual(await getFileUsage(mine), { files: 1, bytes: 1_000 });
});

Deno.test("the size of a dossier is right after many concurrent registrations and removals", async () => {
  const mine = await world.makeDossier(["files:read"]);
  const made = await Promise.all(Array.from({ length: 16 }, (_, at) => register(mine, aBlob({ bytes: at + 1 }))));
  const removals = made.slice(0, 8).map((file) => withTenant(mine, (tx) => removeFile(tx, mine, file.id)));
  await Promise.all(removals);
  const sum = made.slice(8).reduce((total, file) => total + file.bytes, 0);
  assert.deepEqual(await getFileUsage(mine), { files: 8, bytes: sum });
});

Deno.test("removing one file twice at once counts it once", async () => {
  const mine = await world.makeDossier(["files:read"]);
  const file = await register(mine, aBlob());
  const both = await Promise.allSettled([1, 2].map(() => withTenant(mine, (tx) => removeFile(tx, mine, file.id))));
  assert.deepEqual(both.map((one) => one.status).sort(), ["fulfilled", "rejected"]);
  assert.deepEqual(await getFileUsage(mine), { files: 0, bytes: 0 });
});

const WRONG: readonly (readonly [code: string, over: Partial<StoredBlob>])[] = [
  ["files.empty", { bytes: 0 }],
  ["files.too_large", { bytes: MAX_FILE_BYTES + 1 }],
  ["files.name_form", { name: " " }],
  ["files.name_form", { name: "x".repeat(300_000) }],
  ["files.name_form", { name: "../../etc/passwd" }],
  ["files.name_form", { name: "facture\u202efdp.exe" }],
];

for (const [code, over] of WRONG) {
  Deno.test(`registerFile refuses ${JSON.stringify(over).slice(0, 50)} as ${code} and counts nothing`, async () => {
    const mine = await world.makeDossier(["files:read"]);
    await assert.rejects(register(mine, aBlob(over)), isRefusal(code));
    assert.deepEqual(await getFileUsage(mine), { files: 0, bytes: 0 });
  });
}

Deno.test("an issued document's file is not removed, an attachment's row is not changed, by any role", async () => {
  const sealed = await register(ctx, aBlob({ purpose: "issued_document" }));
  const loose = await register(ctx, aBlob());
  await assert.rejects(withTenant(ctx, (tx) => removeFile(tx, ctx, sealed.id)), isRefusal("files.sealed"));
  const attempts: readonly (readonly ["product" | "console", role: string, statement: string])[] = [
    ["product", "app_user", `delete from cell.files where id = '${sealed.id}'`],
    ["product", "app_user", `update cell.files set name = 'x' where id = '${loose.id}'`],
    ["product", "app_user", "truncate cell.files"],
    ["product", "app_reader", `delete from cell.files where id = '${loose.id}'`],
    ["console", "ops_mover", `delete from cell.files where id = '${sealed.id}'`],
    ["console", "ops_mover", `update cell.files set sha256 = repeat('b', 64) where id = '${loose.id}'`],
    ["console", "ops_mover", "truncate cell.files"],
  ];
  for (const [login, role, statement] of attempts) {
    const connection = postgres(world.url(TRIAL_CELL, login), { max: 1, onnotice: () => {} });
    const attempt = connection.begin(async (sql) => {
      await sql.unsafe(`set local role ${role}`);
      await sql`select set_config('app.tenant_id', ${ctx.tenantId}, true)`;
      await sql.unsafe(statement);
    });
    await assert.rejects(attempt, /permission denied|sealed/, `${role}: ${statement}`);
    await connection.end();
  }
  await assert.rejects(
    world.owner.trial`update cell.files set name = 'x' where id = ${sealed.id}`,
    /sealed/,
  );
});

Deno.test("a foreign, unknown or malformed id is one and the same answer", async () => {
  const other = await world.makeDossier(["files:read"]);
  const theirs = await register(other, aBlob());
  for (const id of [theirs.id, newId(), "' or 1=1"]) {
    await assert.rejects(openFile(ctx, id), isRefusal("files.not_found"));
  }
  await assert.rejects(withTenant(ctx, (tx) => removeFile(tx, ctx, theirs.id)), isRefusal("files.not_found"));
  assert.deepEqual(await openFile(other, theirs.id), theirs);
});

Deno.test("an unknown purpose never reaches the table", async () => {
  await assert.rejects(register(ctx, aBlob({ purpose: "secret" as FilePurpose })), /files_purpose_check/);
});

Deno.test("openFile and getFileUsage refuse whoever lacks the right", async () => {
  const nobody: Ctx = { ...ctx, rights: new Set() };
  await assert.rejects(openFile(nobody, newId()), isRefusal("access.forbidden"));
  await assert.rejects(getFileUsage(nobody), isRefusal("access.forbidden"));
});
