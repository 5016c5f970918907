/**
 * A server that speaks the part of the Supabase Storage API that our adapter uses, as the real one was seen to answer:
 * its errors are an HTTP 400 (500 for its own faults) whose body holds the true status, code and sentence.
 */
import { createHmac } from "node:crypto";
import { type Context, Hono } from "hono";
import { nowMs } from "../../lib/platform/clock.ts";

/** The stand-in for Supabase Storage. */
export interface StorageStub {
  /** Address to give to the client as the project's. */
  readonly url: string;
  readonly serviceKey: string;
  /** Buckets by name, to look at and to change behind the adapter's back. */
  readonly buckets: Map<string, StubBucket>;
  /** While true, every request is answered 503, as during an outage. */
  failing: boolean;
  close(): Promise<void>;
}

/** One bucket of the stand-in. */
export interface StubBucket {
  isPublic: boolean;
  readonly sizeLimit: number;
  readonly objects: Map<string, { readonly bytes: Uint8Array; readonly contentType: string }>;
}

const SERVICE_KEY = "stub-service-key";
const SECRET = "stub-jwt-secret";
const KEY = /^[\w/!\-.*'() &$@=;:+,?]+$/;
const FAULTS = {
  NoSuchBucket: [404, "Bucket not found", "Bucket not found"],
  NoSuchKey: [404, "not_found", "Object not found"],
  KeyAlreadyExists: [409, "Duplicate", "The resource already exists"],
  EntityTooLarge: [413, "Payload too large", "The object exceeded the maximum allowed size"],
  InvalidKey: [400, "InvalidKey", "Invalid key"],
  InvalidJWT: [400, "InvalidJWT", '"exp" claim timestamp check failed'],
  InvalidSignature: [400, "InvalidSignature", "Invalid signature"],
  InvalidRange: [416, "InvalidRange", "The requested range is not satisfiable"],
  AccessDenied: [403, "Unauthorized", "Invalid Compact JWS"],
} as const;

/** Starts the stand-in on a free port of this machine. */
export function startStorageStub(): StorageStub {
  const buckets = new Map<string, StubBucket>();
  const app = new Hono().basePath("/storage/v1");
  const stub = { serviceKey: SERVICE_KEY, buckets, failing: false };
  app.use(async (c, next) => {
    if (stub.failing) return c.json({ statusCode: "503", code: "SlowDown", message: "Try again later" }, 503);
    const isSigned = c.req.method === "GET" && c.req.path.startsWith("/storage/v1/object/sign/");
    if (isSigned || c.req.header("authorization") === `Bearer ${SERVICE_KEY}`) return await next();
    return fault(c, "AccessDenied");
  });
  // A client that leaves in the middle of its body is not worth a word.
  app.onError((_error, c) => c.json({ statusCode: "500", code: "InternalError", message: "broken" }, 500));
  addBucketRoutes(app, buckets);
  addListRoutes(app, buckets);
  addSignedRoutes(app, buckets);
  addObjectRoutes(app, buckets);
  const server = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, app.fetch);
  return Object.assign(stub, { url: `http://127.0.0.1:${server.addr.port}`, close: () => server.shutdown() });
}

function addBucketRoutes(app: Hono, buckets: StorageStub["buckets"]): void {
  app.post("/bucket", async (c) => {
    const { name, public: isPublic, file_size_limit: sizeLimit } = await c.req.json();
    if (buckets.has(name)) return fault(c, "KeyAlreadyExists");
    buckets.set(name, { isPublic, sizeLimit: sizeLimit ?? Infinity, objects: new Map() });
    return c.json({ name });
  });
  app.get("/bucket/:bucket", (c) => {
    const name = c.req.param("bucket");
    const bucket = buckets.get(name);
    return bucket ? c.json({ id: name, name, public: bucket.isPublic }) : fault(c, "NoSuchBucket");
  });
}

function addListRoutes(app: Hono, buckets: StorageStub["buckets"]): void {
  app.post("/object/list-v2/:bucket", async (c) => {
    const bucket = buckets.get(c.req.param("bucket"));
    if (!bucket) return fault(c, "NoSuchBucket");
    const { prefix, limit, cursor } = await c.req.json();
    const from = cursor ? atob(cursor) : "";
    const keys = [...bucket.objects.keys()].filter((key) => key.startsWith(prefix) && key > from).sort();
    const page = keys.slice(0, limit);
    const hasNext = keys.length > page.length;
    const objects = page.map((key) => ({ id: key, key, name: key, metadata: metadataOf(bucket, key) }));
    return c.json({ hasNext, folders: [], objects, ...(hasNext ? { nextCursor: btoa(page.at(-1)!) } : {}) });
  });
  app.delete("/object/:bucket", async (c) => {
    const bucket = buckets.get(c.req.param("bucket"));
    if (!bucket) return fault(c, "NoSuchBucket");
    const { prefixes }: { prefixes: string[] } = await c.req.json();
    return c.json(prefixes.filter((key) => bucket.objects.delete(key)).map((name) => ({ name })));
  });
}

function addSignedRoutes(app: Hono, buckets: StorageStub["buckets"]): void {
  app.post("/object/sign/:bucket/:key{.+}", async (c) => {
    const { bucket, key } = c.req.param();
    if (!buckets.get(bucket)?.objects.has(key)) return fault(c, "NoSuchKey");
    const { expiresIn } = await c.req.json();
    const payload = btoa(JSON.stringify({ url: `${bucket}/${key}`, exp: nowMs() / 1000 + expiresIn }));
    return c.json({ signedURL: `/object/sign/${bucket}/${key}?token=${payload}.${hmac(payload)}` });
  });
  app.get("/object/sign/:bucket/:key{.+}", (c) => {
    const { bucket, key } = c.req.param();
    const [payload = "", signature] = (c.req.query("token") ?? "").split(".");
    if (hmac(payload) !== signature) return fault(c, "InvalidSignature");
    const { url, exp } = JSON.parse(atob(payload));
    if (url !== `${bucket}/${key}`) return fault(c, "InvalidSignature");
    if (exp * 1000 <= nowMs()) return fault(c, "InvalidJWT");
    return sendObject(c, buckets.get(bucket), key);
  });
}

function addObjectRoutes(app: Hono, buckets: StorageStub["buckets"]): void {
  app.get("/object/info/:bucket/:key{.+}", (c) => {
    const { bucket, key } = c.req.param();
    const object = buckets.get(bucket)?.objects.get(key);
    if (!object) return fault(c, buckets.has(bucket) ? "NoSuchKey" : "NoSuchBucket");
    return c.json({ id: key, name: key, size: object.bytes.length, content_type: object.contentType });
  });
  app.get("/object/:bucket/:key{.+}", (c) => {
    const { bucket, key } = c.req.param();
    return sendObject(c, buckets.get(bucket), key);
  });
  app.post("/object/:bucket/:key{.+}", async (c) => {
    const { bucket: name, key } = c.req.param();
    const bucket = buckets.get(name);
    if (!bucket) return fault(c, "NoSuchBucket");
    if (!KEY.test(key)) return fault(c, "InvalidKey");
    const bytes = new Uint8Array(await c.req.arrayBuffer());
    if (bytes.length > bucket.sizeLimit) return fault(c, "EntityTooLarge");
    if (bucket.objects.has(key) && c.req.header("x-upsert") !== "true") return fault(c, "KeyAlreadyExists");
    bucket.objects.set(key, { bytes, contentType: c.req.header("content-type") ?? "application/octet-stream" });
    return c.json({ Id: key, Key: `${name}/${key}` });
  });
}

function sendObject(c: Context, bucket: StubBucket | undefined, key: string): Response {
  const object = bucket?.objects.get(key);
  if (!bucket || !object) return fault(c, bucket ? "NoSuchKey" : "NoSuchBucket");
  const download = c.req.query("download");
  const headers = new Headers({ "content-type": object.contentType, "accept-ranges": "bytes" });
  if (download) headers.set("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(download)};`);
  const range = /^bytes=(\d+)-(\d*)$/.exec(c.req.header("range") ?? "");
  if (!range) return new Response(object.bytes.slice(), { headers });
  const [first, last] = [Number(range[1]), range[2] ? Number(range[2]) : Infinity];
  if (first >= object.bytes.length) return fault(c, "InvalidRange");
  const part = object.bytes.slice(first, Math.min(last + 1, object.bytes.length));
  headers.set("content-range", `bytes ${first}-${first + part.length - 1}/${object.bytes.length}`);
  return new Response(part, { status: 206, headers });
}

function metadataOf(bucket: StubBucket, key: string): { size: number; mimetype: string } {
  const object = bucket.objects.get(key)!;
  return { size: object.bytes.length, mimetype: object.contentType };
}

function fault(c: Context, code: keyof typeof FAULTS): Response {
  const [statusCode, error, message] = FAULTS[code];
  return c.json({ statusCode: String(statusCode), code, error, message }, 400);
}

function hmac(text: string): string {
  return createHmac("sha256", SECRET).update(text).digest("base64url");
}
