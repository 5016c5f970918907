import assert from "node:assert/strict";
import { CHALLENGE_S } from "../../../lib/identity/factors/relying_party.ts";
import { shiftClock } from "../../../lib/platform/clock.ts";
import { paths } from "../../../routes/paths.ts";
import { makeCast, PASSWORD, type Player } from "../../cast.ts";
import { openApp } from "../../support/app.ts";
import { type Authenticator, type Mischief, plugAuthenticator } from "../../support/authenticator.ts";
import { type Client, openClient, type Reply } from "../../support/client.ts";
import { ageProofs } from "../../support/proofs.ts";
import { openWorld } from "../../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
const { alice, bob, denis, atelier } = await makeCast(app);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});
const phone = await plugAuthenticator(app.baseUrl), stranger = await plugAuthenticator(app.baseUrl);
const denisKey = await plugAuthenticator(app.baseUrl);
const ADDED = 200, REFUSED = [401, "identity.passkey"];

async function requestAt(client: Client, path: string): Promise<unknown> {
  const asked = await client.postJson(path);
  assert.equal(asked.status, 200, asked.text);
  return asked.json();
}

/** Adds a device's passkey to somebody's account. */
async function enrol({ client }: Player, device: Authenticator, mischief?: Mischief, name = "Téléphone") {
  const answer = await device.create(await requestAt(client, paths.passkeyRequest()), mischief);
  return await client.postJson(paths.passkeys(), { answer, name });
}

/** Signs in by a passkey alone, from a browser of one's own. */
async function enter(device: Authenticator, mischief?: Mischief, client = openClient(app)): Promise<Reply> {
  const answer = await device.get(await requestAt(client, paths.passkeySignInRequest()), mischief);
  return await client.postJson(paths.passkeySignIn(), { answer });
}

/** A browser where somebody's password was right and the second step is awaited. */
async function halfway({ email }: Player): Promise<Client> {
  const client = openClient(app);
  const asked = await client.postJson(paths.signIn(), { email, password: PASSWORD });
  assert.equal(asked.json()["next"], "second_step", asked.text);
  return client;
}

function codeOf({ status, ...reply }: Reply): [number, unknown] {
  return [status, reply.json()["code"]];
}

async function keysOf({ client }: Player): Promise<readonly { id: string; name: string }[]> {
  return (await client.getJson(paths.security())).json<{ passkeys: { id: string; name: string }[] }>().passkeys;
}

Deno.test("a passkey is added, its name and day stand on the page, and the session is strong from then on", async () => {
  const added = await enrol(alice, phone);
  assert.equal(added.status, ADDED, added.text);
  assert.deepEqual((await keysOf(alice)).map(({ name }) => name), ["Téléphone"]);
  assert.match((await alice.client.get(paths.security())).text, /Téléphone[\s\S]*jamais utilisée/);
  const [session] = await world.owner.control`select bool_or(is_strong) as strong from control.sessions
    where person_id = ${alice.personId}`;
  assert.equal(session!.strong, true);
  assert.equal((await enrol(denis, denisKey)).status, ADDED);
});

Deno.test("the request names our host, the person and what is registered already, and asks for his own gesture", async () => {
  const asked = await requestAt(alice.client, paths.passkeyRequest()) as {
    rp: { id: string };
    user: { name: string };
    excludeCredentials: { id: string }[];
    authenticatorSelection: { userVerification: string; residentKey: string };
  };
  assert.deepEqual([asked.rp.id, asked.user.name], ["localhost", alice.email]);
  assert.deepEqual(asked.excludeCredentials.map(({ id }) => id), [phone.credentialId]);
  assert.deepEqual([asked.authenticatorSelection.userVerification, asked.authenticatorSelection.residentKey], [
    "required",
    "required",
  ]);
});

Deno.test("a passkey is the whole sign-in: no address, no password, a strong session, and its use is noted", async () => {
  const client = openClient(app);
  const entered = await enter(phone, {}, client);
  assert.equal(entered.status, 200, entered.text);
  assert.equal((await client.get(paths.dossier(atelier.slug))).status, 200);
  assert.match((await client.get(paths.security())).text, /Téléphone[\s\S]*, utilisée le/);
});

Deno.test("a passkey is the second step after the password", async () => {
  const client = await halfway(alice);
  const asked = await requestAt(client, paths.secondStepPasskey()) as { allowCredentials: { id: string }[] };
  assert.deepEqual(asked.allowCredentials.map(({ id }) => id), [phone.credentialId]);
  const done = await client.post(paths.secondStep(), { answer: await phone.get(asked), back: paths.security() });
  assert.deepEqual([done.status, done.location], [303, paths.security()]);
  assert.equal((await client.get(paths.dossier(atelier.slug))).status, 200);
});

Deno.test("a passkey proves anew who sits there, when the last proof is old", async () => {
  await ageProofs(world, alice.personId);
  assert.equal((await alice.client.postJson(paths.passkeyRequest())).json()["code"], "request.proof_wanted");
  const answer = await phone.get(await requestAt(alice.client, paths.proofPasskey()));
  assert.equal((await alice.client.postJson(paths.proof(), { answer })).status, 200);
  assert.equal((await alice.client.postJson(paths.passkeyRequest())).status, 200);
});

/** Every way in which a signature may be wrong: they all get one answer, which tells nothing. */
const WRONG: Readonly<Record<string, () => Mischief>> = {
  "of a page of another site": () => ({ origin: "https://paraphe.example.evil" }),
  "of the same host at another port": () => ({ origin: "http://localhost:9000" }),
  "for another host": () => ({ rpId: "evil.example" }),
  "without the person's own gesture": () => ({ isVerified: false }),
  "that was made to register, not to sign in": () => ({ type: "webauthn.create" }),
  "by the key of another device": () => ({ signedBy: stranger }),
  "whose gesture was added afterwards": () => ({ isVerified: false, alter: (data) => void (data[32]! |= 0x04) }),
  "whose counter was raised afterwards": () => ({ alter: (data) => void (data[36]! += 9) }),
  "whose counter goes back": () => ({ counter: 1 }),
  "whose counter stands still": () => ({ counter: phone.counter }),
  "over a challenge that nobody drew": () => ({ challenge: "A".repeat(43) }),
  "by a credential that nobody registered": () => ({ credentialId: stranger.credentialId }),
  "by somebody else's credential and this device's key": () => ({ credentialId: denisKey.credentialId }),
};

let oneAnswer = "";
for (const [what, mischief] of Object.entries(WRONG)) {
  Deno.test(`a signature ${what} opens nothing, at sign-in and as a second step`, async () => {
    const client = openClient(app);
    const refused = await enter(phone, mischief(), client);
    assert.deepEqual(codeOf(refused), REFUSED);
    assert.equal(refused.text, oneAnswer ||= refused.text);
    assert.equal(refused.headers.get("set-cookie"), null);
    assert.equal((await client.get(paths.dossiers())).status, 303);
    const waiting = await halfway(alice);
    const asked = await requestAt(waiting, paths.secondStepPasskey());
    const second = await waiting.postJson(paths.secondStep(), { answer: await phone.get(asked, mischief()) });
    assert.equal(second.text, oneAnswer);
    // The wait goes on; a right signature ends it, and gives the tries of the person back.
    const right = await phone.get(await requestAt(waiting, paths.secondStepPasskey()));
    assert.equal((await waiting.postJson(paths.secondStep(), { answer: right })).status, 200);
  });
}

Deno.test("a challenge works once, and a wrong answer uses it up", async () => {
  const client = openClient(app);
  const asked = await requestAt(client, paths.passkeySignInRequest());
  const answer = await phone.get(asked);
  assert.equal((await client.postJson(paths.passkeySignIn(), { answer })).status, 200);
  const replayed = await openClient(app).postJson(paths.passkeySignIn(), { answer });
  assert.equal(replayed.text, oneAnswer);
  const signedAgain = await openClient(app).postJson(paths.passkeySignIn(), { answer: await phone.get(asked) });
  assert.equal(signedAgain.text, oneAnswer);
  const another = await requestAt(client, paths.passkeySignInRequest());
  await client.postJson(paths.passkeySignIn(), { answer: await phone.get(another, { rpId: "evil.example" }) });
  const late = await client.postJson(paths.passkeySignIn(), { answer: await phone.get(another) });
  assert.equal(late.text, oneAnswer);
});

Deno.test("one answer sent eight times at once opens one session", async () => {
  const answer = await phone.get(await requestAt(openClient(app), paths.passkeySignInRequest()));
  const sent = Array.from({ length: 8 }, () => openClient(app).postJson(paths.passkeySignIn(), { answer }));
  assert.equal((await Promise.all(sent)).filter(({ status }) => status === 200).length, 1);
});

Deno.test("a challenge is over after five minutes", async () => {
  const client = openClient(app);
  const asked = await requestAt(client, paths.passkeySignInRequest());
  try {
    shiftClock(CHALLENGE_S * 1_000 + 1_000);
    const late = await client.postJson(paths.passkeySignIn(), { answer: await phone.get(asked) });
    assert.equal(late.text, oneAnswer);
  } finally {
    shiftClock(0);
  }
});

Deno.test("a challenge drawn for one purpose or one person is worth nothing for another", async () => {
  const hers = await halfway(alice), his = await halfway(denis);
  const forDenis = await requestAt(his, paths.secondStepPasskey());
  const taken = await hers.postJson(paths.secondStep(), { answer: await phone.get(forDenis) });
  assert.equal(taken.text, oneAnswer);
  const toSignIn = await phone.get(await requestAt(hers, paths.passkeySignInRequest()));
  assert.equal((await hers.postJson(paths.secondStep(), { answer: toSignIn })).text, oneAnswer);
  const second = await phone.get(await requestAt(hers, paths.secondStepPasskey()));
  assert.equal((await openClient(app).postJson(paths.passkeySignIn(), { answer: second })).text, oneAnswer);
  const proof = await phone.get(await requestAt(alice.client, paths.proofPasskey()));
  assert.equal((await openClient(app).postJson(paths.passkeySignIn(), { answer: proof })).text, oneAnswer);
  const foreign = await denisKey.create(await requestAt(denis.client, paths.passkeyRequest()));
  assert.deepEqual(codeOf(await alice.client.postJson(paths.passkeys(), { answer: foreign, name: "x" })), REFUSED);
});

for (const answer of ["", "x", "null", "[]", "{}", '{"id":"a","response":{}}', `{"id":"${"a".repeat(30_000)}"}`]) {
  Deno.test(`what no device answers is refused like a wrong signature: ${answer.slice(0, 24) || "nothing"}`, async () => {
    assert.equal((await openClient(app).postJson(paths.passkeySignIn(), { answer })).text, oneAnswer);
    assert.deepEqual(codeOf(await alice.client.postJson(paths.passkeys(), { answer, name: "x" })), REFUSED);
  });
}

Deno.test("a refusal at sign-in is a page with the sentence, and the form again", async () => {
  const refused = await openClient(app).post(paths.passkeySignIn(), { answer: "{}", back: paths.security() });
  assert.equal(refused.status, 401);
  assert.match(refused.text, /n’a pas pu être reconnue[\s\S]*data-passkey="get"/);
});

/** Every way in which a registration may be wrong. */
const WRONG_REGISTRATIONS: Readonly<Record<string, Mischief>> = {
  "of a page of another site": { origin: "https://evil.example" },
  "for another host": { rpId: "evil.example" },
  "without the person's own gesture": { isVerified: false },
  "that was made to sign in": { type: "webauthn.get" },
  "over a challenge that nobody drew": { challenge: "A".repeat(43) },
  "whose data was cut of its key": { alter: (data) => void (data[32]! &= ~0x40) },
};

for (const [what, mischief] of Object.entries(WRONG_REGISTRATIONS)) {
  Deno.test(`a registration ${what} is refused, and nothing is added`, async () => {
    const device = await plugAuthenticator(app.baseUrl);
    assert.deepEqual(codeOf(await enrol(alice, device, mischief)), REFUSED);
    assert.equal((await keysOf(alice)).length, 1);
    assert.equal((await enter(device)).text, oneAnswer);
  });
}

Deno.test("a registration's challenge works once, within five minutes", async () => {
  const [one, two] = [await plugAuthenticator(app.baseUrl), await plugAuthenticator(app.baseUrl)];
  const asked = await requestAt(bob.client, paths.passkeyRequest());
  const add = async (device: Authenticator) =>
    await bob.client.postJson(paths.passkeys(), { answer: await device.create(asked), name: "Bureau" });
  assert.equal((await add(one)).status, ADDED);
  assert.deepEqual(codeOf(await add(two)), REFUSED);
  const old = await requestAt(bob.client, paths.passkeyRequest());
  try {
    shiftClock(CHALLENGE_S * 1_000 + 1_000);
    const late = await bob.client.postJson(paths.passkeys(), { answer: await two.create(old), name: "Bureau" });
    assert.deepEqual(codeOf(late), REFUSED);
  } finally {
    shiftClock(0);
  }
  assert.equal((await keysOf(bob)).length, 1);
});

Deno.test("a credential is registered once, whoever holds it", async () => {
  assert.deepEqual(codeOf(await enrol(alice, phone)), REFUSED);
  assert.deepEqual(codeOf(await enrol(bob, phone)), REFUSED);
  const usurper = await plugAuthenticator(app.baseUrl);
  assert.deepEqual(codeOf(await enrol(bob, usurper, { credentialId: phone.credentialId })), REFUSED);
  assert.equal((await enter(phone)).status, 200, "still hers");
});

Deno.test("several keys have names, which a person alone changes, and one that is taken off opens nothing", async () => {
  const tablet = await plugAuthenticator(app.baseUrl);
  assert.equal((await enrol(alice, tablet, {}, "Tablette")).status, ADDED);
  const { id } = (await keysOf(alice)).find(({ name }) => name === "Tablette")!;
  for (const name of ["", "   ", "x".repeat(61), "a\u0000b"]) {
    const refused = await alice.client.postJson(paths.passkey(id), { name });
    assert.deepEqual([refused.status, refused.json()["field"]], [422, "name"], name);
  }
  assert.equal((await denis.client.postJson(paths.passkey(id), { name: "Volée" })).status, 404);
  assert.equal((await denis.client.postJson(paths.passkeyRemoval(id))).status, 404);
  assert.equal((await alice.client.post(paths.passkey(id), { name: "Tablette d’atelier" })).location, paths.security());
  assert.ok((await keysOf(alice)).some(({ name }) => name === "Tablette d’atelier"));
  assert.equal((await enter(tablet)).status, 200);
  assert.equal((await alice.client.post(paths.passkeyRemoval(id))).location, paths.security());
  assert.equal((await enter(tablet)).text, oneAnswer, "taken off");
  assert.equal((await enter(phone)).status, 200);
  assert.equal((await alice.client.postJson(paths.passkeyRemoval(id))).status, 404);
});
