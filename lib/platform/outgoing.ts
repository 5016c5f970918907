import { join } from "node:path";
import { type MailTransport, openLocalTransport, openSmtpTransport } from "./mail.ts";
import { type Mailbox, openMailbox } from "./mailbox.ts";

/** How mail leaves a program. */
export interface Outgoing {
  readonly transport: MailTransport;
  /** Where it stays instead, in a demo; null wherever it leaves for good. */
  readonly mailbox: Mailbox | null;
}

/** Opens the way out: a mail server, or without one a mailbox on this machine. */
export function openOutgoing({ smtpUrl, dataDir }: { smtpUrl: string | null; dataDir: string }): Outgoing {
  if (smtpUrl !== null) return { transport: openSmtpTransport(smtpUrl), mailbox: null };
  const mailbox = openMailbox(join(dataDir, "mail"));
  return { transport: openLocalTransport(mailbox.keep), mailbox };
}
