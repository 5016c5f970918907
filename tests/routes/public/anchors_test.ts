import assert from "node:assert/strict";
import { makeAnchors } from "../../../lib/anchors/make_anchors_job.ts";
import type { AnchorProof, PublishedAnchor } from "../../../lib/anchors/mod.ts";
import { judge } from "../../../lib/ui/assets/anchors.js";
import { now } from "../../../lib/platform/clock.ts";
import { newId } from "../../../lib/platform/random.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { openClient } from "../../support/client.ts";
import { aCtx, openWorld } from "../../support/world.ts";
import { sealOne } from "../../lib/anchors/_chains.ts";

const world = await openWorld();
const app = await openApp(world);
const cast = await makeCast(app);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const { alice, bob, chloe, denis, atelier } = cast;
const visitor = openClient(app);
const { control, trial } = world.owner;

/** Anchors a day from now on, and sends what is to be mailed. Returns that day. */
async function anchorDay(days: number): Promise<string> {
  const at = new Date(Date.parse(now()) + days * 86_400_000).toISOString();
  const request = { id: newId(), ip: "" };
  const made = await makeAnchors({ now: at as ReturnType<typeof now>, personId: null, request });
  await app.runJobs();
  return made.at(-1)!;
}

/** Mails of proofs that somebody received, the latest first. */
async function proofMails(email: string) {
  return (await app.mailbox.list()).filter(({ to, subject }) => to.includes(email) && /journal scellé/.test(subject));
}

// Something more than its opening stands in the log of the workshop.
await sealOne(aCtx(atelier.tenantId));
const day = await anchorDay(1);

const getProof = async (player = alice) =>
  (await player.client.getJson(paths.ownAnchorProof(atelier.slug, day))).json<AnchorProof>();

Deno.test("a day's page gives everybody root, signature, key, and how to check them; none of it names a dossier", async () => {
  const page = await visitor.get(paths.anchor(day));
  const { anchor } = (await visitor.getJson(paths.anchor(day))).json<{ anchor: PublishedAnchor }>();
  assert.equal(page.status, 200);
  for (const said of [anchor.root, anchor.signature, anchor.publicKey, "openssl dgst -sha256 -verify"]) {
    assert(page.text.includes(said), said);
  }
  const list = await visitor.get(paths.anchors());
  assert.equal(list.status, 200);
  assert(list.text.includes(paths.anchor(day)));
  const { tenantId, slug } = atelier;
  const [chain] = await trial`select chain_id from cell.chains where tenant_id = ${tenantId}`;
  for (const text of [page.text, list.text, JSON.stringify(anchor)]) {
    for (const secret of ["Dupré", "Morel", slug, tenantId, chain!.chain_id]) {
      assert(!text.includes(secret), `${secret} shows`);
    }
  }
});

Deno.test("openssl agrees with the signature, from the three files of the page", async () => {
  const folder = await Deno.makeTempDir();
  for (const file of ["enonce.json", "signature.der", "cle.pem"]) {
    const answer = await app.app.request(`${app.baseUrl}${paths.anchorFile(day, file)}`, {
      headers: { host: new URL(app.baseUrl).host },
    });
    assert.equal(answer.status, 200, file);
    await Deno.writeFile(`${folder}/${file}`, new Uint8Array(await answer.arrayBuffer()));
  }
  const args = "dgst -sha256 -verify cle.pem -signature signature.der enonce.json".split(" ");
  const verified = await new Deno.Command("openssl", { args, cwd: folder }).output();
  assert.match(new TextDecoder().decode(verified.stdout), /Verified OK/);
  await Deno.writeTextFile(`${folder}/enonce.json`, " ", { append: true });
  assert.equal((await new Deno.Command("openssl", { args, cwd: folder }).output()).success, false);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("days without an anchor, days that do not exist and other files are not found", async () => {
  for (const wrong of ["2020-01-01", "2026-02-31", "demain", "%27"]) {
    assert.equal((await visitor.get(paths.anchor(wrong))).status, 404, wrong);
    assert.equal((await visitor.get(paths.anchorFile(wrong, "cle.pem"))).status, 404, wrong);
  }
  assert.equal((await visitor.get(paths.anchorFile(day, "cle-privee.pem"))).status, 404);
  assert.equal((await visitor.get(paths.anchors({ mois: "2026-13" }))).status, 404);
  assert.equal((await visitor.get(paths.anchors({ mois: "2024-01" }))).status, 200);
});

Deno.test("a proof that is pasted is judged by the server, and in the browser by the script with the same answer", async () => {
  const proof = await getProof();
  const said = async (pasted: unknown) => {
    const text = typeof pasted === "string" ? pasted : JSON.stringify(pasted);
    const server = (await visitor.postJson(paths.anchors(), { proof: text })).json<{ ok: boolean; fault?: string }>();
    const script = await judge(text);
    return [server.ok ? "ok" : server.fault, script.fault ?? "ok"];
  };
  assert.deepEqual(await said(proof), ["ok", "ok"]);
  const { leaf, path, statement } = proof;
  const altered: [unknown, string][] = [
    [{ ...proof, leaf: { ...leaf, seq: leaf.seq + 1 } }, "path"],
    [{ ...proof, leaf: { ...leaf, hash: "f".repeat(64) } }, "path"],
    [{ ...proof, leaf: { ...leaf, position: leaf.position ^ 1 } }, "path"],
    [{ ...proof, leaf: { ...leaf, position: 99 } }, "path"],
    [{ ...proof, path: path.slice(1) }, "path"],
    [{ ...proof, path: [...path, "f".repeat(64)] }, "path"],
    [{ ...proof, statement: statement.replace(/"chains":\d+/, '"chains":9') }, "signature"],
    [{ ...proof, signature: proof.publicKey }, "signature"],
    [{ ...proof, statement: "{}" }, "statement"],
    [{ ...proof, path: ["x"] }, "unreadable"],
    ["", "unreadable"],
    ["null", "unreadable"],
  ];
  for (const [pasted, fault] of altered) assert.deepEqual(await said(pasted), [fault, fault], JSON.stringify(pasted));
  assert.match((await visitor.post(paths.anchors(), { proof: JSON.stringify(proof) })).text, /Cette preuve est bonne/);
  assert.match((await visitor.post(paths.anchors(), { proof: "{}" })).text, /Ce n’est pas une preuve/);
});

Deno.test("members see the anchors and take the proof; strangers and members without the right do not", async () => {
  const page = await chloe.client.get(paths.ownAnchors(atelier.slug));
  assert.equal(page.status, 200);
  assert.match(page.text, /Votre journal contient tout ce qui a été ancré/);
  assert.deepEqual(await getProof(chloe), await getProof());
  for (const path of [paths.ownAnchors(atelier.slug), paths.ownAnchorProof(atelier.slug, day)]) {
    assert.equal((await denis.client.get(path)).status, 404);
    assert.equal((await bob.client.get(path)).status, 403);
  }
  assert.equal((await alice.client.get(paths.ownAnchorProof(atelier.slug, "2020-01-01"))).status, 404);
  const proofOfDenis = (await denis.client.getJson(paths.ownAnchorProof(cast.garage.slug, day))).json<AnchorProof>();
  const compared = await alice.client.post(paths.ownAnchorCheck(atelier.slug), { proof: JSON.stringify(proofOfDenis) });
  assert.match(compared.text, /celle d’un autre journal/);
});

Deno.test("the first proof is mailed to administrators and accountants, once, whatever restarts", async () => {
  for (const email of [alice.email, chloe.email]) {
    const [mail, ...more] = await proofMails(email);
    assert(mail, email);
    assert.deepEqual(more.length, 0);
    assert(!mail.to.includes(bob.email));
  }
  // A log that holds nothing but its opening has nothing to prove.
  assert.equal((await proofMails(denis.email)).length, 0);
  await control`update control.jobs set state = 'ready', run_at = now() where kind = 'anchors.make'`;
  await app.runJobs();
  assert.equal((await proofMails(alice.email)).length, 1);
});

Deno.test("pace and addresses are chosen by whoever keeps the company's settings, and judged", async () => {
  const to = paths.ownAnchors(atelier.slug);
  const refused = async (form: Record<string, string>, code: string) => {
    const answer = await alice.client.postJson(to, form);
    assert.deepEqual([answer.status, answer.json<{ code: string }>().code], [422, code], JSON.stringify(form));
  };
  await refused({ pace: "hourly", toMembers: "on", addresses: "" }, "anchors.pace");
  await refused({ pace: "daily", toMembers: "on", addresses: "pas une adresse" }, "anchors.address");
  await refused({ pace: "daily", addresses: "" }, "anchors.nobody");
  const many = Array.from({ length: 11 }, (_, i) => `a${i}@example.fr`).join("\n");
  await refused({ pace: "daily", addresses: many }, "anchors.too_many");
  assert.equal((await chloe.client.post(to, { pace: "never" })).status, 403);
  assert.equal((await denis.client.post(to, { pace: "never" })).status, 404);
  assert.equal((await bob.client.post(to, { pace: "never" })).status, 403);
  const chosen = await alice.client.post(to, { pace: "daily", addresses: "coffre@example.fr, coffre@example.fr" });
  assert.equal(chosen.status, 303);
  assert.match((await alice.client.get(to)).text, /coffre@example\.fr/);
  await app.runJobs();
  const activity = (await alice.client.get(paths.activity(atelier.slug))).text;
  assert.match(activity, /Preuves d’ancrage par mail : chaque jour, à 1 autre/);
  assert(!activity.includes("coffre@example.fr"));
});

Deno.test("with daily mails the next anchor goes to the address that was chosen and to nobody else, and never to none", async () => {
  const before = (await proofMails(alice.email)).length;
  const next = await anchorDay(2);
  const [mail, ...more] = await proofMails("coffre@example.fr");
  assert(mail && more.length === 0);
  assert.equal((await proofMails(alice.email)).length, before);
  const file = `ancrage-${next}.json`;
  assert(JSON.stringify(mail).includes(file), JSON.stringify(mail).slice(0, 400));
  await alice.client.post(paths.ownAnchors(atelier.slug), { pace: "never", addresses: "" });
  await anchorDay(3);
  assert.equal((await proofMails("coffre@example.fr")).length, 1);
});
