import { join } from "node:path";
import { Buffer } from "node:buffer";
import type { IsoInstant } from "../base/dates.ts";
import { isUuid } from "../base/ids.ts";
import { now } from "./clock.ts";
import type { MailAddress, MailAttachment, MailMessage } from "./mail.ts";
import { newId } from "./random.ts";

/** A file of a kept message. */
export interface KeptFile {
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A message that was kept instead of sent. */
export interface KeptMail {
  readonly id: string;
  readonly messageId: string;
  readonly at: IsoInstant;
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly KeptFile[];
}

/** Messages that a demo keeps on this machine. */
export interface Mailbox {
  keep(message: MailMessage): Promise<void>;
  /** The newest first, `MAX_LISTED_MAILS` at most. */
  list(): Promise<readonly KeptMail[]>;
  /** A message with its files; null where there is none of that id. */
  find(id: string): Promise<KeptMail | null>;
}

/** Messages that the mailbox page shows. */
export const MAX_LISTED_MAILS = 200;

type Written = Omit<KeptMail, "attachments"> & {
  readonly attachments: readonly { filename: string; contentType: string; base64: string }[];
};

/** Opens the mailbox of a folder; one file a message, named by an id that sorts by time. */
export function openMailbox(folder: string): Mailbox {
  async function keep(message: MailMessage): Promise<void> {
    const id = newId();
    await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
    const text = JSON.stringify(await written(id, message));
    // Renamed into place, so that the page never reads half a message.
    await Deno.writeTextFile(join(folder, `${id}.part`), text, { mode: 0o600 });
    await Deno.rename(join(folder, `${id}.part`), join(folder, `${id}.json`));
  }
  async function find(id: string): Promise<KeptMail | null> {
    if (!isUuid(id)) return null;
    const text = await Deno.readTextFile(join(folder, `${id}.json`)).catch(() => null);
    return text === null ? null : kept(JSON.parse(text));
  }
  async function list(): Promise<readonly KeptMail[]> {
    const ids = (await namesIn(folder)).filter((name) => name.endsWith(".json")).map((name) => name.slice(0, -5));
    const newest = ids.sort().reverse().slice(0, MAX_LISTED_MAILS);
    return (await Promise.all(newest.map(find))).filter((mail) => mail !== null);
  }
  return { keep, list, find };
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return await Array.fromAsync(Deno.readDir(folder), (entry) => entry.name);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return [];
    throw error;
  }
}

async function written(id: string, message: MailMessage): Promise<Written> {
  return {
    id,
    messageId: message.messageId,
    at: now(),
    from: named(message.from),
    to: [...message.to, ...message.cc ?? [], ...message.bcc ?? []].map(named),
    subject: message.subject,
    text: message.text,
    attachments: await Promise.all((message.attachments ?? []).map(async ({ filename, contentType, content }) => ({
      filename,
      contentType,
      base64: Buffer.from(await bytesOf(content)).toString("base64"),
    }))),
  };
}

function kept(mail: Written): KeptMail {
  return {
    ...mail,
    attachments: mail.attachments.map(({ filename, contentType, base64 }) => ({
      filename,
      contentType,
      bytes: new Uint8Array(Buffer.from(base64, "base64")),
    })),
  };
}

function named({ name, email }: MailAddress): string {
  return name ? `${name} <${email}>` : email;
}

async function bytesOf(content: MailAttachment["content"]): Promise<Uint8Array> {
  return content instanceof Uint8Array ? content : new Uint8Array(await new Response(content).arrayBuffer());
}
