/** A real SMTP server on this machine that keeps what it receives and fails as it is told. */
import type { AddressInfo } from "node:net";
import { type Buffer } from "node:buffer";
import { SMTPServer } from "smtp-server";
import { delay } from "../../lib/platform/clock.ts";

/** A message as it came over the wire. */
export interface CapturedMail {
  readonly from: string;
  readonly to: readonly string[];
  /** Headers and body, lines ended by CR LF. */
  readonly raw: string;
}

/** What the server does instead of accepting; nothing by default. */
export interface SmtpFaults {
  /** Code with which this recipient is refused: `{ "bob@example.fr": 550 }`. */
  recipients?: Record<string, number>;
  /** Code with which the message is refused once it has come whole. */
  data?: number;
  /** Cuts the connection after the message has come whole, without an answer. */
  dropAfterData?: boolean;
  /** Waits before it answers the message. */
  delayMs?: number;
}

/** The server under a test. */
export interface TestSmtp {
  /** Value for SMTP_URL. */
  readonly url: string;
  readonly messages: CapturedMail[];
  /** Replaces the faults; `{}` puts the server right again. */
  fail(faults: SmtpFaults): void;
  close(): Promise<void>;
}

/** Starts the server on a free port; with a password it wants that sign-in, in clear as this machine alone may. */
export async function startSmtp(options: { user?: string; password?: string } = {}): Promise<TestSmtp> {
  const messages: CapturedMail[] = [];
  let faults: SmtpFaults = {};
  const server = new SMTPServer({
    authOptional: options.password === undefined,
    allowInsecureAuth: true,
    disabledCommands: ["STARTTLS"],
    disableReverseLookup: true,
    closeTimeout: 200,
    onAuth(given, _session, callback) {
      const isRight = given.username === options.user && given.password === options.password;
      callback(isRight ? null : failure(535, "wrong password"), isRight ? { user: given.username } : undefined);
    },
    onRcptTo(address, _session, callback) {
      const code = faults.recipients?.[address.address];
      callback(code === undefined ? null : failure(code, `no such mailbox ${address.address}`));
    },
    async onData(stream, session, callback) {
      const chunks: Buffer[] = [];
      for await (const chunk of stream) chunks.push(chunk);
      const from = session.envelope.mailFrom ? session.envelope.mailFrom.address : "";
      const to = session.envelope.rcptTo.map((recipient) => recipient.address);
      const raw = chunks.map((chunk) => chunk.toString("latin1")).join("");
      if (faults.data === undefined) messages.push({ from, to, raw });
      if (faults.delayMs !== undefined) await delay(faults.delayMs);
      if (faults.dropAfterData) return server.connections.forEach((connection) => connection._socket.destroy());
      callback(faults.data === undefined ? null : failure(faults.data, "message refused"));
    },
  });
  // A client that hangs up is what several tests do.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  const userInfo = [options.user, options.password].map((part) => encodeURIComponent(part ?? ""));
  const credentials = options.password === undefined ? "" : `${userInfo.join(":")}@`;
  return {
    url: `smtp://${credentials}127.0.0.1:${port}`,
    messages,
    fail: (next) => faults = next,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

/** One header of a message, unfolded, its encoded words read (RFC 2047); null when it is absent. */
export function headerOf(mail: CapturedMail, name: string): string | null {
  const head = mail.raw.slice(0, mail.raw.indexOf("\r\n\r\n")).replace(/\r\n[ \t]+/g, " ");
  const line = head.split("\r\n").find((one) => one.toLowerCase().startsWith(`${name.toLowerCase()}:`));
  return line === undefined ? null : decodeWords(line.slice(name.length + 1).trim());
}

function decodeWords(text: string): string {
  return text.replace(/\?=\s+=\?/g, "?==?").replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_all, kind, word: string) => {
    const binary = kind.toLowerCase() === "b"
      ? atob(word)
      : word.replaceAll("_", " ").replace(/=([0-9a-f]{2})/gi, (_hex, code) => String.fromCharCode(parseInt(code, 16)));
    return new TextDecoder().decode(Uint8Array.from(binary, (char) => char.charCodeAt(0)));
  });
}

function failure(responseCode: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode });
}
