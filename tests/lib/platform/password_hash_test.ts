import assert from "node:assert/strict";
import { cpuUsage } from "node:process";
import { hash } from "@node-rs/argon2";
import {
  hashPassword,
  MAX_PARALLEL_HASHES,
  MAX_PASSWORD_LENGTH,
  MAX_WAITING_HASHES,
  needsRehash,
  passwordWork,
  verifyNobody,
  verifyPassword,
  WAITING_IN_A_FLOOD,
} from "../../../lib/platform/password_hash.ts";

const PASSWORD = "cheval correct batterie agrafe";

Deno.test("a password verifies against its own hash, which names argon2id and its parameters", async () => {
  const stored = await hashPassword(PASSWORD);
  assert.match(stored, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(await verifyPassword(stored, PASSWORD), true);
  assert.notEqual(stored, await hashPassword(PASSWORD));
});

Deno.test("an accent typed as one character or as two is the same password", async () => {
  const stored = await hashPassword("été".normalize("NFC"));
  assert.equal(await verifyPassword(stored, "été".normalize("NFD")), true);
});

Deno.test("another password is refused", async () => {
  const stored = await hashPassword(PASSWORD);
  for (const other of ["", PASSWORD.slice(1), `${PASSWORD} `, PASSWORD.toUpperCase()]) {
    assert.equal(await verifyPassword(stored, other), false, other);
  }
});

Deno.test("a malformed hash is refused without an exception", async () => {
  const stored = await hashPassword(PASSWORD);
  for (const broken of ["", "x", "$argon2id$", stored.slice(0, -10), stored.replace("m=19456", "m=abc"), "\u0000"]) {
    assert.equal(await verifyPassword(broken, PASSWORD), false, broken);
  }
});

Deno.test("a password beyond the limit is refused when made and never verifies", async () => {
  const long = "a".repeat(MAX_PASSWORD_LENGTH + 1);
  await assert.rejects(hashPassword(long), { code: "password.too_long", status: 422 });
  assert.equal(await verifyPassword(await hashPassword(long.slice(1)), long), false);
});

Deno.test("nobody's password never verifies, and its hash has today's parameters", async () => {
  assert.equal(await verifyNobody(PASSWORD), false);
  const source = await Deno.readTextFile(new URL("../../../lib/platform/password_hash.ts", import.meta.url));
  const nobody = /"(\$argon2id\$[^"]+)"/.exec(source)?.[1];
  assert.ok(nobody && !needsRehash(nobody), "run the stand-in hash again after a change of the parameters");
});

Deno.test("a hash with weaker, other or unreadable parameters needs another", async () => {
  assert.equal(needsRehash(await hashPassword(PASSWORD)), false);
  assert.equal(needsRehash(await hash(PASSWORD, { memoryCost: 8_192 })), true);
  assert.equal(needsRehash(await hash(PASSWORD, { timeCost: 1 })), true);
  assert.equal(needsRehash(await hash(PASSWORD, { parallelism: 2 })), true);
  assert.equal(needsRehash("$2b$10$abcdefghijklmnopqrstuv"), true);
});

Deno.test("beyond the queue a person is told to try again, those who wait are served, and the queue empties", async () => {
  const stored = await hashPassword(PASSWORD);
  const room = MAX_PARALLEL_HASHES + MAX_WAITING_HASHES;
  const answers = await Promise.allSettled(Array.from({ length: room + 5 }, () => verifyPassword(stored, PASSWORD)));
  const refused = answers.filter((answer) => answer.status === "rejected");
  assert.equal(refused.length, 5);
  for (const { reason } of refused) assert.deepEqual([reason.code, reason.status], ["password.busy", 503]);
  assert.equal(answers.filter((answer) => answer.status === "fulfilled" && answer.value).length, room);
  assert.equal(await verifyPassword(stored, PASSWORD), true);
});

Deno.test("timers run while passwords are hashed: the event loop is never held for a whole hash", async () => {
  let beats = 0;
  const beat = setInterval(() => beats++, 1);
  await Promise.all(Array.from({ length: 8 }, () => hashPassword(PASSWORD)));
  clearInterval(beat);
  // Eight hashes take 70 ms or more; a synchronous implementation would leave room for one beat between two.
  assert.ok(beats > 8, `${beats} beats`);
});

Deno.test("a comparison takes 150 ms of processor at most, whatever is compared", async () => {
  const stored = await hashPassword(PASSWORD);
  const longest = "é".repeat(MAX_PASSWORD_LENGTH);
  const measured: number[] = [];
  for (const typed of [PASSWORD, "x", longest, PASSWORD, longest, "x", PASSWORD, longest]) {
    const before = cpuUsage();
    await verifyPassword(stored, typed);
    const { user, system } = cpuUsage(before);
    measured.push((user + system) / 1_000);
  }
  // The least of them: what else runs on the machine, and the collector, count as ours now and then.
  const least = Math.min(...measured);
  assert.ok(least <= 150, `${measured.map((ms) => ms.toFixed(0)).join(", ")} ms`);
});

Deno.test("however many wait, two passwords are computed at once: the third takes a second turn", async () => {
  const stored = await hashPassword(PASSWORD);
  assert.equal(MAX_PARALLEL_HASHES, 2);
  let done = 0;
  const ends: number[] = [];
  const all = Array.from({ length: 8 }, () =>
    verifyPassword(stored, PASSWORD).then(() => {
      done++;
      ends.push(done);
    }));
  // Before the first two are done nobody of the others has begun: the queue hands each place over, one for one.
  await Promise.race(all);
  assert.ok(done <= MAX_PARALLEL_HASHES, `${done} at the first end`);
  await Promise.all(all);
  assert.deepEqual(ends, [1, 2, 3, 4, 5, 6, 7, 8]);
});

Deno.test("while more than four wait one is computed at a time, and two again when they are fewer", async () => {
  const stored = await hashPassword(PASSWORD);
  const many = 12;
  const running: number[] = [];
  await Promise.all(Array.from({ length: many }, async () => {
    await verifyPassword(stored, PASSWORD);
    running.push(passwordWork().running);
  }));
  const inFlood = many - MAX_PARALLEL_HASHES - WAITING_IN_A_FLOOD;
  assert.deepEqual(running.slice(0, inFlood), Array(inFlood).fill(1));
  assert.equal(Math.max(...running), MAX_PARALLEL_HASHES);
  assert.deepEqual([running.at(-1), passwordWork().running], [0, 0]);
});

Deno.test("hashes and comparisons are counted, nobody's like anybody's", async () => {
  const stored = await hashPassword(PASSWORD);
  const { hashed, compared } = passwordWork();
  await hashPassword(PASSWORD);
  await verifyPassword(stored, "x");
  await verifyPassword("no hash", "x");
  await verifyNobody("x");
  assert.deepEqual([passwordWork().hashed - hashed, passwordWork().compared - compared], [1, 3]);
});
