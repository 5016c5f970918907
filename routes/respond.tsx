import { Refusal } from "../lib/base/refusal.ts";
import { HTML, isHtmx, JSON_TYPE, packed, pageHeaders, wantsJson as asksJson } from "../lib/platform/web/answer.ts";
import { readFields } from "../lib/platform/web/body.ts";
import type { KeptPage } from "../lib/platform/web/page_memory.ts";
import { type SentForm, sentForm } from "../lib/platform/web/form.ts";
import { jsonText } from "../lib/platform/web/json.ts";
import { type FormState, formState, type JSX, renderPage } from "../lib/ui/mod.ts";
import type { AnyContext, DossierContext, OpenContext } from "./handler.ts";

type Status = 200 | 201 | 202 | 400 | 401 | 403 | 404 | 409 | 410 | 413 | 415 | 421 | 422 | 423 | 429 | 500 | 503;

/** One answer in its forms; only the one asked for is computed. */
export interface Answer {
  /** The whole document. */
  readonly page: () => JSX.Element;
  readonly json: () => unknown;
  /** The part that htmx asked for, when the page can give one. */
  readonly fragment?: () => JSX.Element;
  readonly status?: Status;
}

/** True when the caller wants JSON rather than a page. */
export function wantsJson(c: AnyContext): boolean {
  return asksJson(c.req.raw);
}

/** Answers with a page or with JSON, as the caller asked. */
export function respond(c: AnyContext, answer: Answer): Response {
  const status = answer.status ?? 200;
  if (wantsJson(c)) return text(c, jsonText(answer.json()), { type: JSON_TYPE, status });
  if (answer.fragment && isHtmx(c.req.raw)) return text(c, String(answer.fragment()), { type: HTML, status });
  const html = renderPage(answer.page());
  const remembering = (c as DossierContext).get("remembering");
  if (status === 200 && remembering) return sendKept(c, remembering.keep(html, remembering.freshIds));
  return text(c, html, { type: HTML, status });
}

/** Answers with a page that is kept, or was just made to be. */
export function sendKept(c: AnyContext, page: KeptPage): Response {
  const { bytes, isPacked } = page.body(c.req.header("accept-encoding") ?? null);
  return c.body(bytes, 200, { ...pageHeaders(HTML), ...(isPacked ? { "content-encoding": "gzip" } : {}) });
}

/** Sends the person on after something was done (303), or answers the result in JSON. */
export function done(
  c: AnyContext,
  next: { readonly goTo: string; readonly json: () => unknown; readonly status?: 200 | 201 | 202 },
): Response {
  if (wantsJson(c)) return text(c, jsonText(next.json()), { type: JSON_TYPE, status: next.status ?? 200 });
  return seeOther(c, next.goTo);
}

/** Sends the browser to another page of ours, to be asked for with GET. */
export function seeOther(c: AnyContext, path: string): Response {
  // A fragment's swap would follow the redirect in silence: htmx is told to load the page instead.
  if (isHtmx(c.req.raw)) return c.body(null, 200, { "hx-redirect": path, "cache-control": "no-store" });
  return c.body(null, 303, { location: path, "cache-control": "no-store" });
}

/** The form that was sent, read once; see lib/platform/web/body.ts for what is refused. */
export async function readForm(c: AnyContext, options: { readonly maxBytes?: number } = {}): Promise<SentForm> {
  const open = c as OpenContext;
  const known = open.get("form");
  if (known) return known;
  const form = sentForm(await readFields(c.req.raw, options.maxBytes));
  open.set("form", form);
  return form;
}

/** How a form is carried out, and how it is shown again. */
export interface Submission<T> {
  /** Reads the form and calls the verb. */
  readonly run: (form: SentForm) => Promise<T>;
  /** Where the person goes when it was done. */
  readonly goTo: (result: T) => string;
  readonly json: (result: T) => unknown;
  /** The page with what was typed and what is to mend, when it was refused. */
  readonly again: (state: FormState) => JSX.Element | Promise<JSX.Element>;
  readonly status?: 200 | 201 | 202;
  readonly maxBytes?: number;
}

/**
 * Carries a form out. Refused with a page to show it again on (4xx but 403 and 404), it comes back with every value
 * kept and each sentence at its field; in JSON a refusal is answered as everywhere else.
 */
export async function submit<T>(c: AnyContext, submission: Submission<T>): Promise<Response> {
  const form = await readForm(c, submission.maxBytes === undefined ? {} : { maxBytes: submission.maxBytes });
  try {
    const result = await submission.run(form);
    const status = submission.status ? { status: submission.status } : {};
    return done(c, { goTo: submission.goTo(result), json: () => submission.json(result), ...status });
  } catch (error) {
    if (!(error instanceof Refusal) || wantsJson(c) || !isMendable(error)) throw error;
    const page = await submission.again(formState(form.values, error));
    return text(c, renderPage(page), { type: HTML, status: error.status });
  }
}

function isMendable(refusal: Refusal): boolean {
  return refusal.status !== 403 && refusal.status !== 404 && refusal.status !== 503;
}

function text(c: AnyContext, written: string, { type, status }: { type: string; status: Status }): Response {
  const { body, headers } = packed(c.req.raw, written, type);
  return c.body(body, status, headers);
}
