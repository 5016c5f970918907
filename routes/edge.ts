import type { CaptchaRule } from "../lib/identity/mod.ts";
import type { Health } from "../lib/platform/health.ts";
import type { Mailbox } from "../lib/platform/mailbox.ts";
import type { CookieJar } from "../lib/platform/web/cookies.ts";
import type { PageMemory } from "../lib/platform/web/page_memory.ts";
import type { AssetPath } from "../lib/ui/mod.ts";

/** What the program hands to its edge when it starts. */
export interface Edge {
  /** The only address under which pages are served, without a final slash. */
  readonly baseUrl: string;
  readonly version: string;
  /** Proxies in front of the program whose X-Forwarded-For is believed. */
  readonly proxyHops: number;
  readonly cookie: CookieJar;
  /** Holds a right password while its second step is awaited. */
  readonly stepCookie: CookieJar;
  /** Session of a guest who came in by a pass: apart from a person's, and shorter. */
  readonly guestCookie: CookieJar;
  /** Where people write when the pages cannot help. */
  readonly supportEmail: string;
  readonly assets: AssetPath;
  /** Answers a request for a static file; null where no file has the address. */
  readonly serveAsset: (request: Request) => Response | null;
  /** The cells whose dossiers it serves. */
  readonly cells: readonly string[];
  /** Pages that are still true. */
  readonly pages: PageMemory;
  readonly health: () => Promise<Health>;
  /** Runs the jobs that are due, for the clock of a hosted database; null where a timer does. */
  readonly tick: { readonly secret: string; readonly run: () => Promise<number> } | null;
  /** The local mailbox of a demo. */
  readonly mailbox: Mailbox | null;
  /** When the sign-in page asks for a code to be copied from a picture. */
  readonly captcha: CaptchaRule;
  /** Where each part runs, for the pages that say so; null where nothing may be claimed. */
  readonly hostingStatement: string | null;
}
