import assert from "node:assert/strict";
import { DiskStore } from "../../../../lib/platform/storage/disk_store.ts";
import { answerSigned, contentDisposition } from "../../../../lib/platform/storage/signed_response.ts";
import { openStore } from "../../../../lib/platform/storage/storage.ts";
import { testStoreContract } from "./contract.ts";

const KEY = "control/aa/bb";
const PUBLIC_URL = "http://localhost:8000/fichiers";

async function openFolder() {
  const folder = await Deno.makeTempDir();
  const config = { kind: "disk", folder, signingKey: new Uint8Array(32).fill(7), publicUrl: PUBLIC_URL } as const;
  const store = await openStore(config) as DiskStore;
  return {
    folder,
    store,
    fetchSigned: (url: string) => answerSigned(store, new Request(url)),
    close: () => Deno.remove(folder, { recursive: true }),
  };
}

testStoreContract("disk", openFolder);

async function signedWith(contentType: string, headers: HeadersInit, downloadName?: string): Promise<Response> {
  const { store, close } = await openFolder();
  await store.put(KEY, new TextEncoder().encode("0123456789"), { contentType });
  const url = await store.signedUrl(KEY, { seconds: 60, ...(downloadName === undefined ? {} : { downloadName }) });
  const response = await answerSigned(store, new Request(url, { headers }));
  const copy = new Response(await response.arrayBuffer(), response);
  await close();
  return response.status === 416 ? response : copy;
}

Deno.test("disk: a failed or refused write leaves no temporary file", async () => {
  const { folder, store, close } = await openFolder();
  await store.put(KEY, new Uint8Array(1), { contentType: "text/plain" });
  await assert.rejects(store.put(KEY, new Uint8Array(1), { contentType: "text/plain" }));
  const broken = new ReadableStream<Uint8Array>({ pull: (controller) => controller.error(new Error("lost")) });
  await assert.rejects(store.put(`${KEY}-b`, broken, { contentType: "text/plain" }), /lost/);
  assert.deepEqual(await Array.fromAsync(Deno.readDir(`${folder}/incoming`)), []);
  await close();
});

Deno.test("disk: nobody else on the machine can read a file", async () => {
  const { folder, store, close } = await openFolder();
  await store.put(KEY, new Uint8Array(1), { contentType: "text/plain" });
  assert.equal((await Deno.stat(`${folder}/files/${KEY}`)).mode! & 0o777, 0o600);
  assert.equal((await Deno.stat(`${folder}/files/control`)).mode! & 0o777, 0o700);
  await close();
});

Deno.test("disk: a file put there by hand is not served as one of ours", async () => {
  const { folder, store, close } = await openFolder();
  await store.put(KEY, new Uint8Array(1), { contentType: "text/plain" });
  await Deno.writeTextFile(`${folder}/files/${KEY}-b`, "by hand ".repeat(100));
  await assert.rejects(store.get(`${KEY}-b`), /has no header/);
  await close();
});

Deno.test("disk: a reader that leaves in the middle closes its file", async () => {
  const { store, close } = await openFolder();
  await store.put(KEY, new Uint8Array(500_000), { contentType: "text/plain" });
  for (let i = 0; i < 3_000; i++) await (await store.get(KEY))!.body.cancel();
  await close();
});

Deno.test("a signed address answers ranges: 206 with its bounds, 416 beyond the end, whole for an odd one", async () => {
  const part = await signedWith("application/pdf", { range: "bytes=2-4" });
  assert.deepEqual([part.status, part.headers.get("content-range"), await part.text()], [206, "bytes 2-4/10", "234"]);
  const rest = await signedWith("application/pdf", { range: "bytes=8-" });
  assert.deepEqual([rest.status, rest.headers.get("content-length"), await rest.text()], [206, "2", "89"]);
  const beyond = await signedWith("application/pdf", { range: "bytes=10-" });
  assert.deepEqual([beyond.status, beyond.headers.get("content-range")], [416, "bytes */10"]);
  for (const range of ["bytes=-3", "bytes=4-2", "bytes=0-1,3-4", "lines=1-2", "bytes=x-"]) {
    const whole = await signedWith("application/pdf", { range });
    assert.deepEqual([whole.status, await whole.text()], [200, "0123456789"], range);
  }
});

Deno.test("a signed address shows PDF and pictures, and saves HTML, SVG and the rest in a sandbox", async () => {
  const pdf = await signedWith("application/pdf", {});
  assert.equal(pdf.headers.get("content-disposition"), "inline");
  for (const type of ["text/html", "image/svg+xml", "application/xml", "application/zip"]) {
    const other = await signedWith(type, {});
    assert.equal(other.headers.get("content-disposition"), "attachment", type);
    assert.match(other.headers.get("content-security-policy")!, /default-src 'none'; sandbox/);
    assert.equal(other.headers.get("x-content-type-options"), "nosniff");
  }
  assert.match((await signedWith("application/pdf", {}, "a.pdf")).headers.get("content-disposition")!, /^attachment;/);
});

Deno.test("a signed address of one store opens nothing in a store with another key, nor at another path", async () => {
  const { store, folder, close } = await openFolder();
  await store.put(KEY, new Uint8Array(1), { contentType: "text/plain" });
  const url = await store.signedUrl(KEY, { seconds: 60 });
  const other = new DiskStore({ folder, signingKey: new Uint8Array(32), publicUrl: PUBLIC_URL });
  assert.equal((await answerSigned(other, new Request(url))).status, 404);
  assert.equal(store.readSignedUrl(new URL(url.replace("/fichiers/", "/autres/"))), null);
  assert.equal(store.readSignedUrl(new URL(`${url}&nom=virus.exe`)), null);
  await close();
});

Deno.test("a download's name cannot break out of its header", () => {
  for (const name of ['a"; x=y', "a\r\nset-cookie: b", "../../etc/passwd", "é".repeat(300), "\ud800", "文件.pdf", ""]) {
    const value = contentDisposition("attachment", name);
    assert.doesNotThrow(() => new Headers({ "content-disposition": value }), name);
    assert.match(value, /^attachment; filename="[^"\\\r\n]+"; filename\*=UTF-8''[\w.!~%-]*$/, name);
  }
});
