import assert from "node:assert/strict";
import { ACCESS, type RouteKey } from "../../routes/access.ts";
import { paths } from "../../routes/paths.ts";
import { REMEMBERED } from "../../routes/remember.ts";
import { makeCast } from "../cast.ts";
import { openApp } from "../support/app.ts";
import { openWorld } from "../support/world.ts";
import { completeCompany, makeCustomer, makeDocument } from "./d/_sales.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, denis, atelier, garage } = await makeCast(app);
await completeCompany(alice, atelier);
const customerId = await makeCustomer(alice, atelier);
const invoice = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
const draft = await makeDocument(alice, atelier, { kind: "invoice", customerId });
const quote = await makeDocument(alice, atelier, { kind: "quote", customerId });
const credit = (await alice.client.post(paths.documentAct(atelier.slug, invoice, "avoir"))).location!;

const { slug } = atelier;
/** An address of each remembered page. */
const PAGES: Readonly<Record<string, readonly string[]>> = {
  "GET /d/:slug": [paths.dossier(slug)],
  "GET /d/:slug/devis": [paths.documents(slug, "quote")],
  "GET /d/:slug/devis/:document": [paths.document(slug, quote)],
  "GET /d/:slug/factures": [paths.documents(slug, "invoice"), paths.documents(slug, "invoice", { q: "dupont" })],
  "GET /d/:slug/factures/:document": [paths.document(slug, invoice), paths.document(slug, draft)],
  "GET /d/:slug/avoirs": [paths.documents(slug, "credit_note")],
  "GET /d/:slug/avoirs/:document": [credit],
  "GET /d/:slug/clients": [paths.customers(slug)],
  "GET /d/:slug/clients/:customer": [paths.customer(slug, customerId)],
  "GET /d/:slug/articles": [paths.items(slug)],
};
const ALL = Object.values(PAGES).flat();
const FORM_ID = /name="(newId|paymentId|reversalId|sendingId)" value="([^"]+)"/g;

function idsOf(page: string): string[] {
  return [...page.matchAll(FORM_ID)].map(([, name, id]) => `${name} ${id}`);
}

function withoutIds(page: string): string {
  return page.replaceAll(FORM_ID, 'name="$1"');
}

Deno.test("every remembered page is a page of a dossier, and is tried here", () => {
  assert.deepEqual(Object.keys(PAGES).sort(), [...REMEMBERED].sort());
  for (const route of REMEMBERED) {
    assert.match(route, /^GET \/d\/:slug/);
    assert.match(ACCESS[route as RouteKey], /^[a-z]+:read$|^member$/);
  }
});

for (const path of ALL) {
  Deno.test(`seen again, ${path.replace(/[0-9a-f-]{36}/, ":id")} is the same page but for the ids of its forms`, async () => {
    const [first, second, third] = [
      await alice.client.get(path),
      await alice.client.get(path),
      await alice.client.get(path),
    ];
    assert.deepEqual([first.status, second.status], [200, 200]);
    assert.equal(withoutIds(second.text), withoutIds(first.text));
    for (const header of ["content-type", "cache-control", "vary", "content-security-policy"]) {
      assert.equal(second.headers.get(header), first.headers.get(header), header);
    }
    assert.notEqual(second.headers.get("x-request-id"), first.headers.get("x-request-id"));
    const ids = [first, second, third].map((page) => idsOf(page.text));
    assert.equal(new Set(ids.flat()).size, ids.flat().length, "an id was given twice");
    assert.deepEqual(ids.map((some) => some.length), [ids[0]!.length, ids[0]!.length, ids[0]!.length]);
  });
}

Deno.test("what somebody else writes is on the very next look", async () => {
  const list = paths.customers(slug);
  for (let n = 0; n < 5; n++) {
    await alice.client.get(list);
    await makeCustomer(bob, atelier, { lastName: `Nouveau${n}`, kind: "person", siren: "", vatNumber: "" });
    assert.match((await alice.client.get(list)).text, new RegExp(`Nouveau${n}`));
  }
});

Deno.test("an invoice paid is shown paid at once, on its page, in the list and on the dashboard", async () => {
  const made = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
  const page = paths.document(slug, made);
  for (const path of [page, paths.documents(slug, "invoice"), paths.dossier(slug)]) await alice.client.get(path);
  const paid = await alice.client.post(paths.documentAct(slug, made, "reglements"), { amount: "288" });
  assert.equal(paid.status, 303, paid.text.slice(0, 500));
  assert.match((await alice.client.get(page)).text, /payée/);
  const row = (await alice.client.get(paths.documents(slug, "invoice"))).text;
  assert.match(row.slice(row.indexOf(made.number!)), /^[\s\S]{0,1500}payée/);
});

Deno.test("each sees his own: names, rights, doors", async () => {
  const list = paths.documents(slug, "quote");
  const [hers, his] = [await alice.client.get(list), await bob.client.get(list)];
  assert.match(hers.text, /alice@atelier-dupre\.example/);
  assert.match(his.text, /bob@atelier-dupre\.example/);
  assert.doesNotMatch(his.text, /alice@atelier-dupre\.example/);
  assert.equal((await denis.client.get(list)).status, 404);
  assert.equal((await denis.client.get(paths.documents(garage.slug, "quote"))).status, 200);
});

Deno.test("a right taken away and a session ended close a page that was kept", async () => {
  const list = paths.documents(slug, "quote");
  assert.equal((await bob.client.get(list)).status, 200);
  await world.owner.control`delete from control.memberships
    where person_id = ${bob.personId} and tenant_id = ${atelier.tenantId}`;
  assert.equal((await bob.client.get(list)).status, 404);
  await alice.client.get(list);
  const cookies = alice.client.cookies();
  await alice.client.post(paths.signOut());
  const after = await alice.client.get(list, { headers: { cookie: cookies } });
  assert.equal(after.status === 200, false);
});
