/**
 * Mail over SMTP. A message is checked before it leaves: who calls gives plain values, and nothing in them can become a
 * header, a second recipient, a file of this machine or a fetch.
 */
import { Buffer } from "node:buffer";
import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import type { NodemailerError, SendMailOptions } from "nodemailer";
import { assert } from "../base/assert.ts";
import { defineRefusals } from "../base/refusal.ts";
import { parseEmail } from "../base/text.ts";

/** Recipients of one message, copies included. */
export const MAX_RECIPIENTS = 50;
/** Attachments given as bytes, all together; servers commonly refuse 25 MB after encoding. */
export const MAX_ATTACHED_BYTES = 18 * 1024 * 1024;
/** Longest header that a caller may give (RFC 5322 §2.1.1). */
export const MAX_HEADER_LENGTH = 998;
/** How long the server may take to be found, to take the connection, and to greet. */
export const CONNECT_TIMEOUT_MS = 5_000;
/** How long it may then stay silent. */
export const SILENCE_TIMEOUT_MS = 10_000;
/** How long a whole delivery may last; the job that sends must end within its slice. */
export const DELIVERY_TIMEOUT_MS = 13_000;

/** Refusals of a message that must not leave. */
export const mailRefusals = defineRefusals("mail", {
  no_recipient: { status: 422, say: "Indiquez au moins un destinataire.", field: "to" },
  bad_address: { status: 422, say: ({ email }) => `Adresse électronique impossible : ${email}.`, field: "to" },
  too_many: { status: 422, say: `Un message part à ${MAX_RECIPIENTS} destinataires au plus.`, field: "to" },
  bad_header: { status: 422, say: ({ field }) => `Retours à la ligne et textes trop longs refusés ici : ${field}.` },
  too_large: { status: 413, say: `Pièces jointes trop lourdes : ${MAX_ATTACHED_BYTES / 1024 / 1024} Mo au plus.` },
});

/** An address with the name shown beside it. */
export interface MailAddress {
  readonly email: string;
  readonly name?: string;
}

/** A file that travels with a message. */
export interface MailAttachment {
  readonly filename: string;
  readonly contentType: string;
  readonly content: Uint8Array | ReadableStream<Uint8Array>;
}

/** One message, ready to leave. */
export interface MailMessage {
  /** `left@right`, drawn once per job: a second try carries the same, so that readers fold the two into one. */
  readonly messageId: string;
  readonly from: MailAddress;
  /** The company that the message speaks for, when it leaves from our own address. */
  readonly replyTo?: MailAddress;
  readonly to: readonly MailAddress[];
  readonly cc?: readonly MailAddress[];
  /** Receives the message without showing in it. */
  readonly bcc?: readonly MailAddress[];
  readonly subject: string;
  readonly text: string;
  readonly html?: string;
  readonly attachments?: readonly MailAttachment[];
  /** https address that takes the recipient off the list by one POST (RFC 8058). */
  readonly unsubscribeUrl?: string;
}

/** How a delivery ended. */
export type MailOutcome =
  /** The server took it for these recipients at least; the others are listed with its reasons. */
  | { readonly state: "accepted"; readonly answer: string; readonly rejected: readonly RejectedRecipient[] }
  /** The server will never take it: tell the sender, do not try again. */
  | { readonly state: "refused"; readonly answer: string; readonly rejected: readonly RejectedRecipient[] }
  /** Not now: try again later, with the same Message-ID. After a cut it may have arrived all the same. */
  | { readonly state: "postponed"; readonly answer: string; readonly rejected: readonly RejectedRecipient[] };

/** A recipient that the server would not take, and its words. */
export interface RejectedRecipient {
  readonly email: string;
  readonly answer: string;
}

/** A way out for messages. */
export interface MailTransport {
  /** Hands a checked message over; never throws for what a server says or fails to say. */
  deliver(message: MailMessage): Promise<MailOutcome>;
}

/**
 * Checks a message, then delivers it.
 * Refuses `no_recipient`, `bad_address`, `too_many`, `bad_header`, `too_large`.
 */
export async function sendMail(transport: MailTransport, message: MailMessage): Promise<MailOutcome> {
  checkAddresses(message);
  checkHeaders(message);
  checkSize(message);
  return await transport.deliver(message);
}

/** A transport that keeps messages on this machine instead of sending them; `keep` stores one for the mailbox page. */
export function openLocalTransport(keep: (message: MailMessage) => Promise<void>): MailTransport {
  async function deliver(message: MailMessage): Promise<MailOutcome> {
    await keep(message);
    return { state: "accepted", answer: "gardé dans la boîte locale", rejected: [] };
  }
  return { deliver };
}

/**
 * A transport over SMTP. The address is `smtps://user:password@host:465` or `smtp://…:587`; a password travels only
 * under TLS, save to this machine. Throws a Bug with a plain sentence when the setting is something else.
 */
export function openSmtpTransport(smtpUrl: string): MailTransport {
  const options = { ...smtpOptions(smtpUrl), disableFileAccess: true, disableUrlAccess: true };
  // Loaded with the first message: a tenth of the time that the program takes to start.
  const open = async () => (await import("nodemailer")).createTransport(options);
  let opened: ReturnType<typeof open> | undefined;
  async function deliver(message: MailMessage): Promise<MailOutcome> {
    const sender = await (opened ??= open());
    try {
      const signal = AbortSignal.timeout(DELIVERY_TIMEOUT_MS);
      const info = await sender.sendMail({ ...mailOptions(message), signal });
      return { state: "accepted", answer: info.response, rejected: rejectedOf(info.rejectedErrors) };
    } catch (error) {
      return outcomeOf(error as NodemailerError);
    }
  }
  return { deliver };
}

function smtpOptions(smtpUrl: string) {
  const url = URL.parse(smtpUrl);
  const isSmtp = url?.protocol === "smtp:" || url?.protocol === "smtps:";
  assert(url && isSmtp && url.hostname, "SMTP_URL must read smtp://host:587 or smtps://user:password@host:465");
  const secure = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const isThisMachine = host === "localhost" || host === "127.0.0.1" || host === "::1";
  return {
    host,
    port: url.port ? Number(url.port) : secure ? 465 : 587,
    secure,
    requireTLS: !secure && url.username !== "" && !isThisMachine,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    dnsTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SILENCE_TIMEOUT_MS,
    ...(url.username === ""
      ? {}
      : { auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) } }),
  };
}

function checkAddresses(message: MailMessage): void {
  const recipients = recipientsOf(message);
  if (recipients.length === 0) throw mailRefusals.refuse("no_recipient");
  if (recipients.length > MAX_RECIPIENTS) throw mailRefusals.refuse("too_many");
  for (const { email } of [message.from, ...(message.replyTo ? [message.replyTo] : []), ...recipients]) {
    // Only the very spelling that was checked may leave: no blank, no display name inside the address.
    if (parseEmail(email)?.toLowerCase() !== email.toLowerCase()) {
      throw mailRefusals.refuse("bad_address", { values: { email: email.slice(0, 100) } });
    }
  }
}

function checkHeaders(message: MailMessage): void {
  const names = [message.from, message.replyTo, ...recipientsOf(message)].map((address) => address?.name ?? "");
  const fields: [string, readonly string[]][] = [
    ["nom", names],
    ["objet", [message.subject]],
    ["pièce jointe", (message.attachments ?? []).flatMap((file) => [file.filename, file.contentType])],
    ["identifiant", [message.messageId]],
    ["désinscription", [message.unsubscribeUrl ?? ""]],
  ];
  for (const [field, values] of fields) {
    // deno-lint-ignore no-control-regex
    const isBad = values.some((value) => value.length > MAX_HEADER_LENGTH || /[\u0000-\u001f\u007f]/.test(value));
    if (isBad) throw mailRefusals.refuse("bad_header", { values: { field } });
  }
  assert(/^[\w.+-]{1,120}@[\w.-]{1,120}$/.test(message.messageId), "a Message-ID reads left@right");
  const unsubscribe = message.unsubscribeUrl;
  assert(unsubscribe === undefined || /^https?:\/\/[^\s<>]+$/.test(unsubscribe), "an unsubscribe address is a URL");
}

function checkSize(message: MailMessage): void {
  const bytes = (message.attachments ?? []).reduce(
    (sum, file) => sum + (file.content instanceof Uint8Array ? file.content.length : 0),
    0,
  );
  if (bytes > MAX_ATTACHED_BYTES) throw mailRefusals.refuse("too_large");
}

function recipientsOf(message: MailMessage): readonly MailAddress[] {
  return [...message.to, ...(message.cc ?? []), ...(message.bcc ?? [])];
}

function mailOptions(message: MailMessage): SendMailOptions {
  const attachments = (message.attachments ?? []).map((file) => ({
    filename: file.filename,
    contentType: file.contentType,
    content: contentOf(file.content),
  }));
  return {
    messageId: `<${message.messageId}>`,
    from: namedAddress(message.from),
    to: message.to.map(namedAddress),
    subject: message.subject,
    text: message.text,
    attachments,
    ...(message.replyTo ? { replyTo: namedAddress(message.replyTo) } : {}),
    ...(message.cc ? { cc: message.cc.map(namedAddress) } : {}),
    ...(message.bcc ? { bcc: message.bcc.map(namedAddress) } : {}),
    ...(message.html === undefined ? {} : { html: message.html }),
    ...(message.unsubscribeUrl === undefined ? {} : { headers: unsubscribeHeaders(message.unsubscribeUrl) }),
  };
}

function namedAddress(address: MailAddress): { name: string; address: string } {
  return { name: address.name ?? "", address: address.email };
}

function contentOf(content: MailAttachment["content"]) {
  if (content instanceof Uint8Array) return Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  return Readable.fromWeb(content as NodeReadableStream<Uint8Array>);
}

function unsubscribeHeaders(url: string): Record<string, string> {
  return { "List-Unsubscribe": `<${url}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}

function outcomeOf(error: NodemailerError): MailOutcome {
  const rejected = rejectedOf(error.rejectedErrors);
  const answer = error.response ?? error.message;
  // A refused password or certificate is our fault, not the message's: it leaves once the setting is mended.
  const isOfMessage = error.code === "EENVELOPE" || error.code === "EMESSAGE";
  const faults = error.rejectedErrors ?? [error];
  const isForGood = isOfMessage && faults.every((fault) => fault.permanent === true);
  return { state: isForGood ? "refused" : "postponed", answer, rejected };
}

function rejectedOf(errors: readonly NodemailerError[] | undefined): RejectedRecipient[] {
  return (errors ?? []).map((error) => ({ email: error.recipient ?? "", answer: error.response ?? error.message }));
}
