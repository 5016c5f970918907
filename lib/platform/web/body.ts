import { defineRefusals } from "../../base/refusal.ts";

/** Most bytes of a form without files: a text of 300,000 letters still arrives, to be refused at its field. */
export const MAX_FORM_BYTES = 4 * 1024 * 1024;
/** Most bytes of any request; what is longer is not even read. */
export const MAX_BODY_BYTES = 40 * 1024 * 1024;
/** Most fields of a form: 500 lines of 20 fields. */
export const MAX_FIELDS = 10_000;
/** Deepest nesting of a field: `lines.2.discount.rate`. */
export const MAX_DEPTH = 6;

/** What a request's body may be refused for. */
export const bodyRefusals = defineRefusals("request", {
  too_large: { status: 413, say: "Ce que vous envoyez est trop volumineux pour être reçu." },
  too_many_fields: { status: 413, say: "Ce formulaire contient trop de champs." },
  unreadable: { status: 400, say: "Ce qui a été envoyé n’a pas pu être lu." },
  unknown_type: { status: 415, say: "Envoyez un formulaire ou du JSON." },
});

/** The fields of a body by their dotted name (`lines.2.quantity`), texts and files apart. */
export interface BodyFields {
  readonly texts: ReadonlyMap<string, string>;
  readonly files: ReadonlyMap<string, readonly File[]>;
}

/**
 * Reads a form (urlencoded or multipart) or a JSON object into one flat list of fields, so that a handler does not
 * know which it was. Names may be dotted or bracketed; of a name sent twice the last text counts.
 * Refuses `too_large`, `too_many_fields`, `unreadable`, `unknown_type`.
 */
export async function readFields(request: Request, maxBytes = MAX_FORM_BYTES): Promise<BodyFields> {
  const type = request.headers.get("content-type")?.split(";")[0]?.trim().toLowerCase() ?? "";
  const read = READERS[type];
  if (!read) throw bodyRefusals.refuse("unknown_type");
  const bytes = await readBytes(request, maxBytes);
  return await read(bytes, request.headers.get("content-type") ?? "");
}

/** Refuses a body whose announced length alone is too much. */
export function refuseHugeBody(request: Request): void {
  if (Number(request.headers.get("content-length") ?? "0") > MAX_BODY_BYTES) throw bodyRefusals.refuse("too_large");
}

/** Reads a body up to a number of bytes, whatever length it announced. Refuses `too_large`. */
export async function readBytes(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  if (Number(request.headers.get("content-length") ?? "0") > maxBytes) throw bodyRefusals.refuse("too_large");
  if (request.body === null) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of request.body) {
    length += part.length;
    if (length > maxBytes) throw bodyRefusals.refuse("too_large");
    parts.push(part);
  }
  return joined(parts, length);
}

type Reader = (bytes: Uint8Array<ArrayBuffer>, type: string) => BodyFields | Promise<BodyFields>;

const READERS: Readonly<Record<string, Reader>> = {
  "application/x-www-form-urlencoded": (bytes) => collect(new URLSearchParams(utf8(bytes))),
  "multipart/form-data": async (bytes, type) => collect(await multipart(bytes, type)),
  "application/json": (bytes) => collect(flatten(parsed(bytes))),
};

function collect(entries: Iterable<[string, FormDataEntryValue]>): BodyFields {
  const texts = new Map<string, string>();
  const files = new Map<string, File[]>();
  let count = 0;
  for (const [rawName, value] of entries) {
    if (++count > MAX_FIELDS) throw bodyRefusals.refuse("too_many_fields");
    const name = dotted(rawName);
    // Browsers end the lines of a text with CR LF; everywhere else a line ends with LF.
    if (typeof value === "string") texts.set(name, value.replace(/\r\n?/g, "\n"));
    // An empty file field arrives as a file without name or content.
    else if (value.size > 0 || value.name !== "") files.set(name, [...files.get(name) ?? [], value]);
  }
  return { texts, files };
}

/** `lines[0][quantity]` and `lines.0.quantity` are one name. */
function dotted(name: string): string {
  return name.replace(/\[([^\]]*)\]/g, ".$1");
}

async function multipart(bytes: Uint8Array<ArrayBuffer>, type: string): Promise<FormData> {
  try {
    return await new Response(bytes, { headers: { "content-type": type } }).formData();
  } catch {
    throw bodyRefusals.refuse("unreadable");
  }
}

function parsed(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(utf8(bytes));
  } catch {
    throw bodyRefusals.refuse("unreadable");
  }
}

function* flatten(value: unknown, name = "", depth = 0): Generator<[string, string]> {
  if (value === null || value === undefined) return;
  if (typeof value === "object") {
    if (depth >= MAX_DEPTH) throw bodyRefusals.refuse("unreadable");
    for (const [key, inner] of Object.entries(value)) yield* flatten(inner, name ? `${name}.${key}` : key, depth + 1);
  } else if (depth === 0) throw bodyRefusals.refuse("unreadable");
  // A tick is sent as `on` by a form, and not at all when it is off.
  else if (typeof value === "boolean") { if (value) yield [name, "on"]; }
  else yield [name, String(value)];
}

function utf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw bodyRefusals.refuse("unreadable");
  }
}

function joined(parts: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
