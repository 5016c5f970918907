import assert from "node:assert/strict";
import { openStore } from "../../../../lib/platform/storage/storage.ts";
import type { SupabaseStore } from "../../../../lib/platform/storage/supabase_store.ts";
import { startStorageStub } from "../../../support/storage_stub.ts";
import { testStoreContract } from "./contract.ts";

const KEY = "control/aa/bb";
const BYTES = new TextEncoder().encode("facture");
const PDF = { contentType: "application/pdf" };

async function openBucket(key?: string) {
  const stub = startStorageStub();
  const config = { kind: "supabase", url: stub.url, serviceKey: key ?? stub.serviceKey, bucket: "cell-1" } as const;
  const store = await openStore(config) as SupabaseStore;
  return { stub, store, fetchSigned: (url: string) => fetch(url), close: stub.close };
}

testStoreContract("supabase", async () => {
  const bucket = await openBucket();
  await bucket.store.prepare();
  return bucket;
});

Deno.test("supabase: the bucket is made private, with the limit of size, and making it again is no fault", async () => {
  const { stub, store, close } = await openBucket();
  await Promise.all([store.prepare(), store.prepare()]);
  await store.prepare();
  assert.deepEqual([...stub.buckets.keys()], ["cell-1"]);
  assert.equal(stub.buckets.get("cell-1")!.isPublic, false);
  assert.equal(stub.buckets.get("cell-1")!.sizeLimit, 50 * 1024 * 1024);
  await close();
});

Deno.test("supabase: a public bucket is refused", async () => {
  const { stub, store, close } = await openBucket();
  await store.prepare();
  stub.buckets.get("cell-1")!.isPublic = true;
  await assert.rejects(store.prepare(), /bucket cell-1 is public/);
  await close();
});

Deno.test("supabase: an outage is a refusal to try again, for every verb", async () => {
  const { stub, store, close } = await openBucket();
  await store.prepare();
  stub.failing = true;
  const refusal = { code: "storage.unavailable", status: 503 };
  await assert.rejects(store.put(KEY, BYTES, PDF), refusal);
  await assert.rejects(store.get(KEY), refusal);
  await assert.rejects(store.list("control/"), refusal);
  await assert.rejects(store.remove([KEY]), refusal);
  await assert.rejects(store.signedUrl(KEY, { seconds: 60 }), refusal);
  await close();
  await assert.rejects(store.get(KEY), refusal);
});

Deno.test("supabase: a wrong key or a missing bucket is a Bug that names the call, never « no such file »", async () => {
  const wrong = await openBucket("another-key");
  await assert.rejects(wrong.store.get(KEY), { name: "Bug", message: /storage get control\/aa\/bb: 403/ });
  await assert.rejects(wrong.store.put(KEY, BYTES, PDF), { name: "Bug", message: /storage put/ });
  await wrong.close();
  const bare = await openBucket();
  await assert.rejects(bare.store.get(KEY), { name: "Bug", message: /Bucket not found/ });
  await assert.rejects(bare.store.list("control/"), { name: "Bug", message: /Bucket not found/ });
  await bare.close();
});

Deno.test("supabase: the bucket's own limit of size is a refusal", async () => {
  const { stub, store, close } = await openBucket();
  stub.buckets.set("cell-1", { isPublic: false, sizeLimit: 3, objects: new Map() });
  await assert.rejects(store.put(KEY, BYTES, PDF), { code: "storage.too_large" });
  await close();
});

Deno.test("supabase: more files than one request takes are all removed", async () => {
  const { stub, store, close } = await openBucket();
  await store.prepare();
  const objects = stub.buckets.get("cell-1")!.objects;
  const keys = Array.from({ length: 1_201 }, (_, i) => `control/f${i}`);
  for (const key of keys) objects.set(key, { bytes: BYTES, contentType: "text/plain" });
  await store.remove(keys);
  assert.equal(objects.size, 0);
  await close();
});
