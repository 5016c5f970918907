import type { Uuid } from "../../base/ids.ts";
import { readRevision, type Scope } from "../db/tenant.ts";
import { newId } from "../random.ts";
import { acceptedEncoding, MIN_COMPRESSED_BYTES, packPage } from "./compression.ts";

/** Most bytes that the kept pages of one process take. */
export const MAX_MEMORY_BYTES = 16 * 1024 * 1024;
/** A longer page is made each time. */
export const MAX_PAGE_BYTES = 256 * 1024;

/** Pages made before, each kept with the number of writes that its dossier had seen. */
export interface PageMemory {
  /** Asks how many writes the dossier has seen, and gives the page kept under that number, if there is one. */
  look(scope: Scope, key: string): Promise<Look>;
}

/** What was found, and how to keep what is made instead. */
export interface Look {
  readonly page: KeptPage | null;
  /**
   * `freshIds`: those that the page drew for its forms; each later look at the page gets others. Gives the page as it
   * was made, so that it is encoded and packed once.
   */
  keep(html: string, freshIds: readonly Uuid[]): KeptPage;
}

/** A page ready to be sent. */
export interface KeptPage {
  /** Its bytes, packed where the caller unpacks. */
  body(acceptEncoding: string | null): PageBody;
}

/** Bytes of a page, and whether they are packed by gzip. */
export interface PageBody {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly isPacked: boolean;
}

interface Entry {
  readonly revision: bigint;
  readonly html: Uint8Array<ArrayBuffer>;
  /** Where each id of a form stands. */
  readonly holes: readonly (readonly number[])[];
  /** Packed once, for pages without such ids. */
  packed: Uint8Array<ArrayBuffer> | null;
}

const UTF8 = new TextEncoder();

/**
 * Keeps pages of dossiers while nothing is written there. Whoever looks passes the same doors as before (session,
 * membership, rights) and asks the dossier for its number: a page is never older than the last committed write. Lost
 * with the process, and nothing depends on it. The key names all else that the page is made of.
 */
export function pageMemory(): PageMemory {
  const entries = new Map<string, Entry>();
  let bytes = 0;

  function forget(key: string): void {
    bytes -= sizeOf(entries.get(key));
    entries.delete(key);
  }

  function keep(key: string, entry: Entry): void {
    if (entry.html.length > MAX_PAGE_BYTES) return;
    forget(key);
    entries.set(key, entry);
    bytes += sizeOf(entry);
    for (const oldest of entries.keys()) {
      if (bytes <= MAX_MEMORY_BYTES) break;
      forget(oldest);
    }
  }

  return {
    async look(scope, key) {
      // Read before the page is made, so that what is kept is at least as young as its number.
      const revision = await readRevision(scope);
      const known = entries.get(key);
      if (known) forget(key);
      const kept = known?.revision === revision ? known : null;
      // Put back as the youngest: the one longest unseen is forgotten first.
      if (kept) keep(key, kept);
      return {
        page: kept && { body: (accept) => bodyOf(kept, accept, withFreshIds) },
        keep(html, freshIds) {
          const entry = entryOf(revision, html, freshIds);
          keep(key, entry);
          return { body: (accept) => bodyOf(entry, accept, (made) => made.html) };
        },
      };
    },
  };
}

function entryOf(revision: bigint, html: string, freshIds: readonly Uuid[]): Entry {
  const bytes = UTF8.encode(html);
  const holes = freshIds.map((id) => placesOf(bytes, UTF8.encode(id))).filter((places) => places.length > 0);
  return { revision, html: bytes, holes, packed: holes.length === 0 ? packPage(bytes) : null };
}

function sizeOf(entry: Entry | undefined): number {
  return entry ? entry.html.length + (entry.packed?.length ?? 0) : 0;
}

function placesOf(html: Uint8Array, id: Uint8Array): number[] {
  const places: number[] = [];
  const last = html.length - id.length;
  for (let at = html.indexOf(id[0]!); at !== -1 && at <= last; at = html.indexOf(id[0]!, at + 1)) {
    if (id.every((byte, i) => html[at + i] === byte)) places.push(at);
  }
  return places;
}

function bodyOf(
  entry: Entry,
  accept: string | null,
  written: (entry: Entry) => Uint8Array<ArrayBuffer>,
): PageBody {
  const isPacked = entry.html.length >= MIN_COMPRESSED_BYTES && acceptedEncoding(accept) !== null;
  if (isPacked && entry.packed) return { bytes: entry.packed, isPacked };
  const bytes = written(entry);
  return { bytes: isPacked ? packPage(bytes) : bytes, isPacked };
}

/** The same forms sent twice are one act, so two looks must not share their ids. */
function withFreshIds({ html, holes }: Entry): Uint8Array<ArrayBuffer> {
  if (holes.length === 0) return html;
  const copy = html.slice();
  for (const places of holes) {
    const id = UTF8.encode(newId());
    for (const at of places) copy.set(id, at);
  }
  return copy;
}
