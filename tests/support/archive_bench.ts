/** The bench on which archives are tampered with: copies of the files, changed, re-signed where the case wants it. */
import { Buffer } from "node:buffer";
import type { ChainKey, ChainLine } from "./archive_chain.ts";
import { type ArchiveFiles, putChain, type Sample, sealArchive } from "./archive_fixture.ts";

/** The first fault, without its sentence. */
export interface Found {
  readonly part: string;
  readonly where: string | number;
  readonly reason: string;
}

/** One way to tamper. */
export interface Tamper {
  readonly name: string;
  readonly files: ArchiveFiles;
  /** Null where the archive must still be found right. */
  readonly expected: Found | null;
}

/** Files that a case may change. */
export type Files = Map<string, Uint8Array>;

const UTF8 = new TextEncoder();

/** What the cases work on. */
export class Bench {
  constructor(readonly whole: ArchiveFiles, readonly content: Sample) {}

  /** Every record of the chain. */
  get lines(): readonly ChainLine[] {
    return this.content.chain.lines;
  }

  /** Number of the last record. */
  get last(): number {
    return this.lines.length;
  }

  /** A case from a change of a copy of the files. */
  tamper(name: string, expected: Found | null, change: (files: Files) => void): Tamper {
    const files = new Map(this.whole);
    change(files);
    return { name, files, expected };
  }

  /** A case from other lines, in the files as they are. */
  lined(name: string, expected: Found | null, change: (lines: ChainLine[]) => ChainLine[]): Tamper {
    return this.tamper(name, expected, (files) => putChain(files, change([...this.lines])));
  }

  /** Signs anew over changed files, as somebody who holds the dossier's key could. */
  reseal(files: Files, more: { signer?: ChainKey; change?: (manifest: Record<string, unknown>) => void } = {}): void {
    const manifest = JSON.parse(new TextDecoder().decode(this.whole.get("MANIFEST.json")));
    sealArchive(files, { chain: this.content.chain, archive: manifest.archive, ...more });
  }
}

/** A copy with one byte changed. */
export function flipped(bytes: Uint8Array, at: number, mask = 1): Uint8Array {
  const copy = Buffer.from(bytes);
  copy[at]! ^= mask;
  return new Uint8Array(copy);
}

/** Changes a text file; a change that changes nothing is a mistake of the case. */
export function edited(files: Files, path: string, change: (text: string) => string): void {
  const before = new TextDecoder("utf-8", { ignoreBOM: true }).decode(files.get(path));
  const after = change(before);
  if (after === before) throw new Error(`nothing changed in ${path}`);
  files.set(path, UTF8.encode(after));
}
