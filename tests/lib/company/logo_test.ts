import assert from "node:assert/strict";
import { Refusal } from "../../../lib/base/refusal.ts";
import { getCompany, loadLogo, openLogo, removeLogo, setLogo } from "../../../lib/company/mod.ts";
import { MAX_LOGO_BYTES } from "../../../lib/company/mod.ts";
import { openTestCompany } from "../../../lib/company/testing.ts";
import { withTenant } from "../../../lib/platform/db/tenant.ts";
import { eventsAreWired } from "../../../lib/platform/events.ts";
import { encodePng } from "../../../lib/platform/pdf/png.ts";
import { newId } from "../../../lib/platform/random.ts";
import { openWorld } from "../../support/world.ts";

eventsAreWired();
const world = await openWorld();
Deno.test.afterAll(() => world.close());
const RIGHTS = ["company:read", "company:write"] as const;

function aLogo(red: number) {
  const bytes = encodePng({ width: 1, height: 1, hasAlpha: true, data: Uint8Array.of(red, 0, 0, 255) });
  return { bytes, width: 1, height: 1 };
}

function isRefusal(code: string) {
  return (error: unknown) => error instanceof Refusal && error.code === code;
}

Deno.test("setLogo puts a logo on, the next one leaves the first to the documents frozen with it", async () => {
  const ctx = await world.makeDossier([...RIGHTS]);
  await openTestCompany(ctx);
  const first = (await setLogo(ctx, aLogo(1))).logoId!;
  const second = (await setLogo(ctx, aLogo(2))).logoId!;
  assert.notEqual(first, second);
  assert.deepEqual(new Uint8Array((await openLogo(ctx, first)).bytes), aLogo(1).bytes);
  assert.equal((await getCompany(ctx)).logoId, second);
  assert.equal((await setLogo(ctx, aLogo(1))).logoId, first, "the same bytes are kept once");
});

Deno.test("removeLogo takes the logo off and keeps its bytes; twice changes nothing", async () => {
  const ctx = await world.makeDossier([...RIGHTS]);
  await openTestCompany(ctx);
  const { logoId } = await setLogo(ctx, aLogo(3));
  const removed = await removeLogo(ctx);
  assert.equal(removed.logoId, null);
  assert.deepEqual(await removeLogo(ctx), removed);
  const kept = await withTenant(ctx, (tx) => loadLogo(tx, ctx, logoId!), { mode: "read" });
  assert.equal(kept.mime, "image/png");
});

Deno.test("setLogo refuses what is no normalised picture, and what is too heavy", async () => {
  const ctx = await world.makeDossier([...RIGHTS]);
  await openTestCompany(ctx);
  const svg = { bytes: new TextEncoder().encode("<svg onload='alert(1)'/>"), width: 1, height: 1 };
  await assert.rejects(setLogo(ctx, svg), isRefusal("company.logo_unreadable"));
  const heavy = new Uint8Array(MAX_LOGO_BYTES + 1);
  heavy.set(aLogo(4).bytes);
  await assert.rejects(setLogo(ctx, { bytes: heavy, width: 1, height: 1 }), isRefusal("company.logo_too_heavy"));
  assert.equal((await getCompany(ctx)).logoId, null);
});

Deno.test("a logo of another dossier, an unknown and a malformed id are one answer", async () => {
  const ctx = await world.makeDossier([...RIGHTS]), other = await world.makeDossier([...RIGHTS]);
  await openTestCompany(other);
  const { logoId } = await setLogo(other, aLogo(5));
  for (const id of [logoId!, newId(), "logo"]) {
    await assert.rejects(openLogo(ctx, id), isRefusal("company.logo_not_found"));
  }
});

Deno.test("logos refuse whoever lacks the right, and a dossier without company", async () => {
  const ctx = await world.makeDossier([...RIGHTS]), reader = { ...ctx, rights: new Set(["company:read"] as const) };
  await assert.rejects(setLogo(reader, aLogo(6)), isRefusal("access.forbidden"));
  await assert.rejects(removeLogo(reader), isRefusal("access.forbidden"));
  await assert.rejects(openLogo({ ...ctx, rights: new Set() }, newId()), isRefusal("access.forbidden"));
  await assert.rejects(setLogo(ctx, aLogo(6)), isRefusal("company.not_found"));
  await assert.rejects(removeLogo(ctx), isRefusal("company.not_found"));
});
