import type { SupabaseClient } from "@supabase/supabase-js";
import { assert, Bug } from "../../base/assert.ts";
import { measure } from "./_measure.ts";
import {
  type ByteRange,
  checkContentType,
  checkKey,
  checkPrefix,
  checkRange,
  checkSeconds,
  type ListOptions,
  type ListPage,
  MAX_FILE_BYTES,
  MAX_LISTED,
  type PutOptions,
  type PutResult,
  type SignOptions,
  storageRefusals,
  type Store,
  type StoredFile,
} from "./store.ts";

/** A private bucket of a Supabase project, reached with the key that only the server holds. */
export interface SupabaseStoreConfig {
  /** Address of the project: `https://<ref>.supabase.co`. */
  readonly url: string;
  /** Service key; it passes every policy, so it never leaves the server. */
  readonly serviceKey: string;
  readonly bucket: string;
}

/** What an error of the Storage API carries: its own status and code stand in the body, under an HTTP 400. */
interface StorageFault {
  readonly message: string;
  readonly status?: number | undefined;
  readonly statusCode?: string | undefined;
  readonly code?: string | undefined;
}

const REMOVED_AT_ONCE = 500;
const REQUEST_TIMEOUT_MS = 30_000;

/** A bucket whose files are reached through the Storage API. */
export class SupabaseStore implements Store {
  readonly #client: SupabaseClient;
  readonly #bucket: string;

  constructor(client: SupabaseClient, bucket: string) {
    this.#client = client;
    this.#bucket = bucket;
  }

  /** Makes the private bucket when it is absent. Throws a Bug when a bucket of that name is public. */
  async prepare(): Promise<void> {
    const { data } = await this.#client.storage.getBucket(this.#bucket);
    assert(!data?.public, `bucket ${this.#bucket} is public: make it private first`);
    if (data) return;
    const options = { public: false, fileSizeLimit: MAX_FILE_BYTES };
    const { error } = await this.#client.storage.createBucket(this.#bucket, options);
    // Two programs that start together: the second finds the bucket made.
    if (error && statusOf(error) !== 409) throw explain(error, "createBucket", this.#bucket);
  }

  async put(key: string, body: Uint8Array | ReadableStream<Uint8Array>, options: PutOptions): Promise<PutResult> {
    const measured = measure(body);
    const { error } = await this.#files().upload(checkKey(key), measured.stream, {
      contentType: checkContentType(options.contentType),
      upsert: options.overwrite ?? false,
      duplex: "half",
    });
    if (error && measured.isTooLarge()) throw storageRefusals.refuse("too_large");
    if (error) throw explain(error, "put", key);
    return measured.result();
  }

  async get(key: string, range?: ByteRange): Promise<StoredFile | null> {
    checkKey(key);
    const files = this.#files();
    if (range) files.setHeader("Range", `bytes=${checkRange(range).first}-${range.last ?? ""}`);
    // The download gives bytes only; type and length come from a second request, sent at the same time.
    const [file, info] = await Promise.all([files.download(key).asStream(), this.#files().info(key)]);
    const fault = info.error ?? (isBeyondEnd(file.error) ? null : file.error);
    if (fault || !info.data) {
      await file.data?.cancel();
      if (isAbsent(fault)) return null;
      throw explain(fault, "get", key);
    }
    const { size, contentType } = info.data;
    if (size === undefined || contentType === undefined) throw new Bug(`no size or type for ${key}`);
    return { body: file.data ?? ReadableStream.from([]), contentType, bytes: size };
  }

  async list(prefix: string, options: ListOptions = {}): Promise<ListPage> {
    const { data, error } = await this.#files().listV2({
      prefix: checkPrefix(prefix),
      limit: Math.min(options.limit ?? MAX_LISTED, MAX_LISTED),
      ...(options.after === undefined ? {} : { cursor: options.after }),
    });
    if (error) throw explain(error, "list", prefix);
    const files = data.objects.map((object) => ({ key: object.key ?? object.name, bytes: sizeOf(object) }));
    return { files, next: data.hasNext && data.nextCursor ? data.nextCursor : null };
  }

  async remove(keys: readonly string[]): Promise<void> {
    keys.forEach(checkKey);
    for (let at = 0; at < keys.length; at += REMOVED_AT_ONCE) {
      const { error } = await this.#files().remove(keys.slice(at, at + REMOVED_AT_ONCE));
      if (error) throw explain(error, "remove", keys[at]!);
    }
  }

  async signedUrl(key: string, options: SignOptions): Promise<string> {
    const { data, error } = await this.#files().createSignedUrl(checkKey(key), checkSeconds(options.seconds));
    if (error) throw explain(error, "signedUrl", key);
    // The client encodes a name twice when it is given one, so it is added here.
    const url = new URL(data.signedUrl);
    if (options.downloadName !== undefined) url.searchParams.set("download", options.downloadName);
    return url.href;
  }

  // A fresh one each time, because a header set for one call stays on the object.
  #files() {
    return this.#client.storage.from(this.#bucket);
  }
}

/** Opens a bucket; the client is loaded at this moment, because programs on disk never need it. */
export async function openSupabaseStore(config: SupabaseStoreConfig): Promise<SupabaseStore> {
  const { createClient } = await import("@supabase/supabase-js");
  const client: SupabaseClient = createClient(config.url, config.serviceKey, {
    auth: { persistSession: false, autoRefreshToken: false, detectSessionInUrl: false },
    global: { fetch: fetchInTime },
  });
  return new SupabaseStore(client, config.bucket);
}

async function fetchInTime(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const limit = AbortSignal.timeout(REQUEST_TIMEOUT_MS);
  return await fetch(input, { ...init, signal: init?.signal ? AbortSignal.any([init.signal, limit]) : limit });
}

function sizeOf(object: { readonly name: string; readonly metadata?: Record<string, unknown> | null }): number {
  const size = object.metadata?.["size"];
  if (typeof size !== "number") throw new Bug(`no size for ${object.name}`);
  return size;
}

function isAbsent(fault: StorageFault | null): boolean {
  return fault !== null && (statusOf(fault) === 404 || fault.code === "NoSuchKey") && fault.code !== "NoSuchBucket" &&
    !/bucket/i.test(fault.message);
}

// The disk gives nothing beyond the end of a file; S3 answers that the range cannot be satisfied.
function isBeyondEnd(fault: StorageFault | null): boolean {
  return fault !== null && (statusOf(fault) === 416 || fault.code === "InvalidRange");
}

function statusOf(fault: StorageFault): number {
  const own = Number(fault.statusCode);
  return Number.isInteger(own) && own >= 400 ? own : fault.status ?? 500;
}

/** Turns an error of the Storage API into a refusal, or into a Bug that names the call and the key. */
function explain(fault: StorageFault | null, call: string, key: string): Error {
  if (!fault) return new Bug(`storage ${call} ${key}: no answer`);
  const status = statusOf(fault);
  if (status === 409) return storageRefusals.refuse("duplicate");
  if (status === 413) return storageRefusals.refuse("too_large");
  if (status >= 500 || status === 429 || !fault.status) return storageRefusals.refuse("unavailable");
  return new Bug(`storage ${call} ${key}: ${status} ${fault.message}`, { cause: fault });
}
