import assert from "node:assert/strict";
import { shiftClock } from "../../../../lib/platform/clock.ts";
import { sha256Hex } from "../../../../lib/platform/crypto.ts";
import { newId, randomBytes } from "../../../../lib/platform/random.ts";
import { MAX_FILE_BYTES, MAX_SIGNED_SECONDS, type Store } from "../../../../lib/platform/storage/store.ts";

/** A store under test with what surrounds it. */
export interface StoreUnderTest {
  readonly store: Store;
  /** Opens a signed address as a browser without a session does. */
  fetchSigned(url: string): Promise<Response>;
  close(): Promise<void>;
}

const PDF = { contentType: "application/pdf" };
const BAD_KEYS = [
  "",
  "facture.pdf",
  "/etc/passwd",
  "control/../secret",
  "control/..",
  "control//a",
  "control/a/",
  "control/.hidden",
  "control/a..b",
  "control/Facture",
  "control/é",
  "control/a b",
  "control/a%2e%2e",
  "control/a\\b",
  "control/a\u0000",
  "other/a",
  `control/${"a".repeat(200)}`,
];

/** Declares the promises that every store keeps, each as one test. */
export function testStoreContract(name: string, open: () => Promise<StoreUnderTest>): void {
  for (const [sentence, check] of Object.entries(PROMISES)) {
    Deno.test(`${name}: ${sentence}`, async () => {
      const tested = await open();
      try {
        await check(tested, `${newId()}/${newId()}`);
      } finally {
        shiftClock(0);
        await tested.close();
      }
    });
  }
}

const PROMISES: Record<string, (tested: StoreUnderTest, key: string) => Promise<void>> = {
  "a file comes back with its bytes, type and length": async ({ store }, key) => {
    const bytes = new Uint8Array(200_000).map((_, i) => i * 31 % 251);
    assert.deepEqual(await store.put(key, bytes, PDF), { bytes: 200_000, sha256: sha256Hex(bytes) });
    const file = await store.get(key);
    assert.deepEqual([file?.contentType, file?.bytes], ["application/pdf", 200_000]);
    assert.deepEqual(await bytesOf(file!.body), bytes);
  },

  "a stream is written as it comes, and an empty file is a file": async ({ store }, key) => {
    const chunks = Array.from({ length: 20 }, () => randomBytes(10_000));
    const { bytes, sha256 } = await store.put(key, ReadableStream.from(chunks), PDF);
    assert.equal(bytes, 200_000);
    assert.equal(sha256Hex(await bytesOf((await store.get(key))!.body)), sha256);
    await store.put(`${key}-empty`, new Uint8Array(0), PDF);
    const empty = await store.get(`${key}-empty`);
    assert.deepEqual([empty?.bytes, (await bytesOf(empty!.body)).length], [0, 0]);
  },

  "an unknown file is null": async ({ store }, key) => {
    assert.equal(await store.get(key), null);
    assert.equal(await store.get(key, { first: 3 }), null);
  },

  "a second write of a key is refused and changes nothing": async ({ store }, key) => {
    await store.put(key, textBytes("first"), PDF);
    await assert.rejects(store.put(key, textBytes("second"), PDF), { code: "storage.duplicate", status: 409 });
    assert.equal(await textOf(store, key), "first");
  },

  "of sixteen writers of a key one wins, and its bytes are whole": async ({ store }, key) => {
    const writes = Array.from({ length: 16 }, (_, i) => store.put(key, textBytes(`${i}`.repeat(5_000)), PDF));
    const settled = await Promise.allSettled(writes);
    const winners = settled.flatMap((one, i) => one.status === "fulfilled" ? [i] : []);
    assert.equal(winners.length, 1);
    assert.equal(await textOf(store, key), `${winners[0]}`.repeat(5_000));
  },

  "a file is replaced when it is asked for": async ({ store }, key) => {
    await store.put(key, textBytes("first"), PDF);
    await store.put(key, textBytes("second"), { contentType: "text/plain", overwrite: true });
    assert.equal(await textOf(store, key), "second");
    const file = await store.get(key);
    assert.deepEqual([file!.contentType, (await bytesOf(file!.body)).length], ["text/plain", 6]);
  },

  "a range gives its bytes, cut at the end, empty beyond it": async ({ store }, key) => {
    await store.put(key, textBytes("0123456789"), PDF);
    const cases: [number, number | undefined, string][] = [
      [0, 3, "0123"],
      [4, 4, "4"],
      [7, undefined, "789"],
      [8, 99, "89"],
      [10, 12, ""],
      [99, undefined, ""],
    ];
    for (const [first, last, expected] of cases) {
      const part = await store.get(key, { first, last });
      assert.equal(new TextDecoder().decode(await bytesOf(part!.body)), expected, `${first}-${last}`);
      assert.equal(part!.bytes, 10);
    }
    await assert.rejects(store.get(key, { first: 5, last: 4 }), /not a range/);
    await assert.rejects(store.get(key, { first: -1 }), /not a range/);
  },

  "a body that is too large is refused and leaves nothing": async ({ store }, key) => {
    const chunk = new Uint8Array(1024 * 1024);
    const endless = ReadableStream.from(Array.from({ length: MAX_FILE_BYTES / chunk.length + 1 }, () => chunk));
    await assert.rejects(store.put(key, endless, PDF), { code: "storage.too_large", status: 413 });
    assert.equal(await store.get(key), null);
  },

  "a body that breaks leaves nothing, and the key stays free": async ({ store }, key) => {
    const broken = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(textBytes("half"));
        controller.error(new Error("connection lost"));
      },
    });
    await assert.rejects(store.put(key, broken, PDF));
    assert.equal(await store.get(key), null);
    await store.put(key, textBytes("whole"), PDF);
  },

  "files are listed in order, page by page, without those of a neighbour": async ({ store }) => {
    const dossier = newId();
    const names = ["a-b", "a/1", "a/2", "b", "c/d/e", "c/d2", "z"];
    for (const one of names.toReversed()) await store.put(`${dossier}/${one}`, textBytes(one), PDF);
    await store.put(`${newId()}/a`, textBytes("neighbour"), PDF);
    const expected = names.map((one) => `${dossier}/${one}`).sort();
    for (const limit of [1, 3, 8, 100]) assert.deepEqual(await allKeys(store, `${dossier}/`, limit), expected);
    assert.deepEqual(await allKeys(store, `${dossier}/a/`, 10), [`${dossier}/a/1`, `${dossier}/a/2`]);
    assert.deepEqual((await store.list(`${dossier}/a/`)).files[0], { key: `${dossier}/a/1`, bytes: 3 });
    assert.deepEqual(await store.list(`${newId()}/`), { files: [], next: null });
  },

  "removed files are gone, and removing again is no fault": async ({ store }, key) => {
    await store.put(key, textBytes("x"), PDF);
    await store.remove([key, `${key}-never`]);
    assert.equal(await store.get(key), null);
    await store.remove([key]);
    await store.put(key, textBytes("again"), PDF);
  },

  "a signed address opens its file, under a name with accents": async ({ store, fetchSigned }, key) => {
    await store.put(key, textBytes("facture"), PDF);
    const url = await store.signedUrl(key, { seconds: 60, downloadName: "Facturé n°1 & « fils ».pdf" });
    const response = await fetchSigned(url);
    assert.deepEqual([response.status, await response.text()], [200, "facture"]);
    assert.equal(response.headers.get("content-type"), "application/pdf");
    const name = /filename\*=UTF-8''([^;]+)/.exec(response.headers.get("content-disposition")!)?.[1];
    assert.equal(decodeURIComponent(name!), "Facturé n°1 & « fils ».pdf");
  },

  "a signed address opens nothing once expired, changed or turned to another file": async (tested, key) => {
    const { store, fetchSigned } = tested;
    for (const one of [key, `${key}-b`]) await store.put(one, textBytes("facture"), PDF);
    const url = await store.signedUrl(key, { seconds: 60 });
    const forged = [url.replace(key, `${key}-b`), `${url.slice(0, -2)}AA`, url.split("?")[0]!];
    for (const address of forged) {
      const response = await fetchSigned(address);
      assert.ok(response.status >= 400 && !(await response.text()).includes("facture"), address);
    }
    shiftClock(61_000);
    const late = await fetchSigned(url);
    assert.ok(late.status >= 400 && !(await late.text()).includes("facture"));
  },

  "a signed address is refused for no file, and beyond a week": async ({ store }, key) => {
    await assert.rejects(store.signedUrl(key, { seconds: 60 }), { name: "Bug" });
    await store.put(key, textBytes("x"), PDF);
    for (const seconds of [0, -1, 1.5, NaN, MAX_SIGNED_SECONDS + 1]) {
      await assert.rejects(store.signedUrl(key, { seconds }), /a signed address lives/);
    }
  },

  "every verb refuses a malformed key before anything is touched": async ({ store }) => {
    for (const key of BAD_KEYS) {
      await assert.rejects(store.put(key, textBytes("x"), PDF), /not a storage key/, key);
      await assert.rejects(store.get(key), /not a storage key/, key);
      await assert.rejects(store.remove([key]), /not a storage key/, key);
      await assert.rejects(store.signedUrl(key, { seconds: 1 }), /not a storage key/, key);
    }
    for (const prefix of ["", "/", "control", "control/..", "control/../", "../", "other/"]) {
      await assert.rejects(store.list(prefix), /not a storage prefix/, prefix);
    }
  },

  "a media type that could break a header is refused": async ({ store }, key) => {
    for (const contentType of ["", "pdf", "text/html\r\nx: y", "text/plain; charset=x; y", `a/${"b".repeat(200)}`]) {
      await assert.rejects(store.put(key, textBytes("x"), { contentType }), /not a media type/, contentType);
    }
  },
};

function textBytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

async function bytesOf(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}

async function textOf(store: Store, key: string): Promise<string> {
  return new TextDecoder().decode(await bytesOf((await store.get(key))!.body));
}

async function allKeys(store: Store, prefix: string, limit: number): Promise<string[]> {
  let page = await store.list(prefix, { limit });
  const keys = page.files.map((file) => file.key);
  while (page.next !== null) {
    assert.equal(page.files.length, limit);
    page = await store.list(prefix, { limit, after: page.next });
    keys.push(...page.files.map((file) => file.key));
  }
  return keys;
}
