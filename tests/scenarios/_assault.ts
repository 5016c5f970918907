/** Puts hostile texts into the fields of forms, as the scenario of hostile texts does with every form there is. */

import { newId } from "../../lib/platform/random.ts";
import type { Client, Reply } from "../support/client.ts";
import { formsOf, type PageForm } from "../support/forms.ts";

/** Fields whose value the page draws for each sending. */
const DRAWN = /^(id|newId|sendingId|paymentId)$/;
/** Fields that say which thing is meant, and in which version: refused before anything else is read. */
const KEY = /^version$|(^|\.)([a-z]+I|i)d$/;
/** Fields of the second and further rows of a list: read by the code of the first. */
const FURTHER_ROW = /^\w+\.[1-9]/;
/** A form to assail, the page that it stands on, and which of its addresses it is sent to. */
export interface Try {
  readonly page: string;
  readonly action: string;
  readonly form: PageForm;
}

/** Answers of a page that never looked at what was sent. */
const UNREAD = [403, 404, 429];

/** What forms are assailed with. */
export interface Assault {
  /** Each text by its name. */
  readonly texts: Readonly<Record<string, string>>;
  /** Notes what an answer does wrong; true when that is nothing. */
  watch(reply: Reply, what: string): boolean;
}

/** What came of a form: how many texts were tried, and how many were read rather than turned away at the door. */
export interface Outcome {
  readonly action: string;
  readonly tries: number;
  readonly read: number;
}

/**
 * Puts each hostile text into each field of a form: into all of them at once, then, where that was refused, into those
 * that the refusal does not name, the others as they stood. So each field's text is either kept or refused by the
 * field's name, or, where no name is told, answered by itself. What says which thing is meant takes its texts apart.
 */
export async function assail(client: Client, one: Try, { texts, watch }: Assault): Promise<Outcome> {
  const fields = Object.keys(one.form.fields).filter((name) => !FURTHER_ROW.test(name));
  const keys = fields.filter((name) => KEY.test(name)), others = fields.filter((name) => !KEY.test(name));
  const assailed: Assailed = { client, one, texts, watch, version: one.form.fields["version"], read: 0 };
  for (const name of Object.keys(texts)) {
    for (const part of [keys, others]) await put(assailed, name, part);
  }
  return { action: one.action, tries: fields.length * Object.keys(texts).length, read: assailed.read };
}

/** A form under assault: the version it would now be sent with, and how many texts it read. */
interface Assailed extends Assault {
  readonly client: Client;
  readonly one: Try;
  version: string | undefined;
  read: number;
}

async function put(assailed: Assailed, name: string, fields: readonly string[]): Promise<void> {
  if (fields.length === 0) return;
  const what = `${assailed.one.action}, ${fields.join(" ")}, ${name}`;
  const texts = Object.fromEntries(fields.map((field) => [field, assailed.texts[name]!]));
  const reply = await send(assailed, texts);
  const isSound = assailed.watch(reply, what);
  if (fields.length === 1 || (isSound && reply.status < 400)) {
    if (!UNREAD.includes(reply.status)) assailed.read += fields.length;
    if (reply.status < 400) await open(assailed);
    return;
  }
  const named = isSound && reply.status === 422 ? await namedBy(assailed, { texts, what }) : [];
  const untold = fields.filter((field) => !named.includes(field));
  if (untold.length < fields.length) {
    assailed.read += fields.length - untold.length;
    return await put(assailed, name, untold);
  }
  const half = fields.length >> 1;
  for (const part of [fields.slice(0, half), fields.slice(half)]) await put(assailed, name, part);
}

/** Sends the form with some of its texts replaced; once more where somebody, we ourselves, wrote in between. */
async function send(assailed: Assailed, texts: Readonly<Record<string, string>>, accept = "text/html"): Promise<Reply> {
  const { client, one } = assailed;
  const post = () => {
    const fields = { ...withDrawn(one.form), ...versioned(assailed.version), ...texts };
    return client.post(one.action, formData(fields), { headers: { accept } });
  };
  const reply = await post();
  if (reply.status !== 409 || assailed.version === undefined || "version" in texts) return reply;
  await open(assailed);
  return await post();
}

/** Opens the page of a form that is held to a version: it shows what was kept, and the version to write next. */
async function open(assailed: Assailed): Promise<void> {
  const { client, one, version } = assailed;
  if (version === undefined) return;
  const page = await client.get(one.page);
  assailed.watch(page, one.page);
  const form = formsOf(page.text).find(({ actions }) => actions.includes(one.action));
  assailed.version = form?.fields["version"] ?? version;
}

/** The fields that a refusal names, which it tells in JSON. */
async function namedBy(
  assailed: Assailed,
  { texts, what }: { texts: Readonly<Record<string, string>>; what: string },
): Promise<string[]> {
  const refusal = await send(assailed, texts, "application/json");
  assailed.watch(refusal, what);
  const { field, issues = [] } = refusal.json<{ field?: string; issues?: { field?: string }[] }>();
  return [field, ...issues.map((issue) => issue.field)].filter((name) => name !== undefined);
}

function versioned(version: string | undefined): Record<string, string> {
  return version === undefined ? {} : { version };
}

function withDrawn({ fields }: PageForm): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, DRAWN.test(name) ? newId() : value]),
  );
}

/** Multipart: what a browser's urlencoding would change (line ends, control characters) arrives as it is. */
function formData(fields: Readonly<Record<string, string>>): FormData {
  const data = new FormData();
  for (const [name, value] of Object.entries(fields)) data.set(name, value);
  return data;
}
