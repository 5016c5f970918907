/**
 * Passwords as argon2id hashes (RFC 9106), with the parameters that OWASP lists for 19 MiB. The native package works on
 * threads of its own: eight passwords at once hold the event loop 6 ms at the longest, pure JavaScript 460 ms.
 * Deno 2.5 was seen to run it on the event loop all the same, 20 ms a hash: there the short queue protects the pages.
 */
import { Algorithm, hash, parseOptions, verify } from "@node-rs/argon2";
import { defineRefusals } from "../base/refusal.ts";

/** Memory of one hash, in KiB: 19 MiB. */
export const ARGON2_MEMORY_KIB = 19_456;
/** Passes over that memory. */
export const ARGON2_PASSES = 2;
/** Threads of one hash. */
export const ARGON2_LANES = 1;
/** Hashes computed at the same time: they take 38 MiB together and leave a core to the pages. */
export const MAX_PARALLEL_HASHES = 2;
/** More waiting than this is a flood: then one hash at a time, and the other core stays with the pages. */
export const WAITING_IN_A_FLOOD = 4;
/** Hashes that may wait for their turn: about two seconds of work; beyond, the person is told to try again. */
export const MAX_WAITING_HASHES = 64;
/** Longest password that is hashed, in characters: a longer one would only cost time. */
export const MAX_PASSWORD_LENGTH = 256;

/** Refusals of this file. */
export const passwordRefusals = defineRefusals("password", {
  busy: { status: 503, say: "Trop de connexions en même temps. Réessayez dans quelques secondes." },
  too_long: {
    status: 422,
    say: `Le mot de passe compte ${MAX_PASSWORD_LENGTH} caractères au plus.`,
    field: "password",
  },
});

const OPTIONS = {
  // The package's `Algorithm` is a const enum, absent at run time under isolated compilation: 2 is Argon2id.
  algorithm: 2 satisfies Algorithm.Argon2id,
  memoryCost: ARGON2_MEMORY_KIB,
  timeCost: ARGON2_PASSES,
  parallelism: ARGON2_LANES,
};

// The hash of a random text that nobody kept: what an unknown account is compared with.
const NOBODY = "$argon2id$v=19$m=19456,t=2,p=1$iOb3etdB+LRaudErbne0Qg$A8IoHuAsatjHVWq1DS7zdBS4A7SxBTAjDcfOjqsdwH8";

let running = 0;
const waiting: (() => void)[] = [];
const done = { hashed: 0, compared: 0 };

/** What was computed since the program began, and what is now: what must cost the same is counted, not timed. */
export function passwordWork(): Readonly<typeof done> & { readonly running: number } {
  return { ...done, running };
}

/** Hashes a new password. Refuses `too_long`, and `busy` when too many wait. */
export async function hashPassword(password: string): Promise<string> {
  const text = composed(password);
  if (text.length > MAX_PASSWORD_LENGTH) throw passwordRefusals.refuse("too_long");
  return await inTurn("hashed", () => hash(text, OPTIONS));
}

/**
 * True when the password is the one that was hashed. A malformed hash or an absurdly long password is simply not it,
 * and takes the time of a real comparison. Refuses only `busy`.
 */
export async function verifyPassword(stored: string, password: string): Promise<boolean> {
  const text = composed(password);
  if (text.length > MAX_PASSWORD_LENGTH || parametersOf(stored) === null) return await verifyNobody("");
  return await inTurn("compared", () => verify(stored, text).catch(() => false));
}

/** Always false, in the time of a comparison: an unknown address must not answer sooner than a known one. */
export async function verifyNobody(password: string): Promise<false> {
  const text = composed(password).slice(0, MAX_PASSWORD_LENGTH);
  await inTurn("compared", () => verify(NOBODY, text));
  return false;
}

/** True when a hash was made with other parameters than today's: hash again at the next sign-in. */
export function needsRehash(stored: string): boolean {
  const made = parametersOf(stored);
  return made === null || made.algorithm !== OPTIONS.algorithm || made.memoryCost !== OPTIONS.memoryCost ||
    made.timeCost !== OPTIONS.timeCost || made.parallelism !== OPTIONS.parallelism;
}

// One keyboard writes é as one character, another as two: the same password must open both times (RFC 8265 §4.2).
function composed(password: string): string {
  return password.normalize("NFC");
}

function parametersOf(stored: string): ReturnType<typeof parseOptions> | null {
  try {
    return parseOptions(stored);
  } catch {
    return null;
  }
}

async function inTurn<T>(kind: "hashed" | "compared", work: () => Promise<T>): Promise<T> {
  if (running >= MAX_PARALLEL_HASHES || waiting.length > 0) {
    if (waiting.length >= MAX_WAITING_HASHES) throw passwordRefusals.refuse("busy");
    // Whoever calls the next one in counts it as running at once, so nobody can jump the queue.
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else {
    running++;
  }
  try {
    return await work();
  } finally {
    done[kind]++;
    running--;
    callIn();
  }
}

/** Gives free places to those who wait: both while few do, one of the two in a flood. */
function callIn(): void {
  while (waiting.length > 0 && running < (waiting.length > WAITING_IN_A_FLOOD ? 1 : MAX_PARALLEL_HASHES)) {
    running++;
    waiting.shift()!();
  }
}
