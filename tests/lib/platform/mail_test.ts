import assert from "node:assert/strict";
import {
  type MailMessage,
  MAX_ATTACHED_BYTES,
  MAX_HEADER_LENGTH,
  MAX_RECIPIENTS,
  openLocalTransport,
  openSmtpTransport,
  sendMail,
} from "../../../lib/platform/mail.ts";
import { headerOf, type SmtpFaults, startSmtp, type TestSmtp } from "../../support/smtp.ts";

function aMessage(changes: Partial<MailMessage> = {}): MailMessage {
  return {
    messageId: "0191f0c2-job@paraphe.example",
    from: { email: "factures@paraphe.example", name: "Atelier Dupré via Paraphe" },
    replyTo: { email: "alice@atelier-dupre.example" },
    to: [{ email: "client@example.fr", name: "Société Générale de Plomberie" }],
    subject: "Facture n° 2026-0001 de l’Atelier Dupré",
    text: "Bonjour,\nvoici votre facture : 1 234,56 €.",
    ...changes,
  };
}

async function withSmtp(check: (smtp: TestSmtp) => Promise<void>, options?: { user: string; password: string }) {
  const smtp = await startSmtp(options);
  try {
    await check(smtp);
  } finally {
    await smtp.close();
  }
}

Deno.test("a message arrives with its sender, reply address, subject, Message-ID and text", () =>
  withSmtp(async (smtp) => {
    const outcome = await sendMail(openSmtpTransport(smtp.url), aMessage());
    assert.equal(outcome.state, "accepted");
    assert.match(outcome.answer, /^250 /);
    const [mail] = smtp.messages;
    assert.deepEqual([mail!.from, mail!.to], ["factures@paraphe.example", ["client@example.fr"]]);
    assert.equal(headerOf(mail!, "message-id"), "<0191f0c2-job@paraphe.example>");
    assert.equal(headerOf(mail!, "subject"), "Facture n° 2026-0001 de l’Atelier Dupré");
    assert.match(headerOf(mail!, "from")!, /Atelier Dupré via Paraphe.*<factures@paraphe\.example>/);
    assert.equal(headerOf(mail!, "reply-to"), "alice@atelier-dupre.example");
    assert.match(mail!.raw, /1=C2=A0234,56|1 234,56/);
  }));

Deno.test("text, HTML, attachments of bytes and of a stream travel together", () =>
  withSmtp(async (smtp) => {
    const bytes = new Uint8Array(1_000).map((_, i) => i % 251);
    const message = aMessage({
      html: "<p>Bonjour</p>",
      attachments: [
        { filename: "Facturé n°1.pdf", contentType: "application/pdf", content: bytes },
        { filename: "a.xml", contentType: "application/xml", content: ReadableStream.from([bytes, bytes]) },
      ],
    });
    assert.equal((await sendMail(openSmtpTransport(smtp.url), message)).state, "accepted");
    const raw = smtp.messages[0]!.raw.replaceAll("\r\n", "");
    assert.ok(raw.includes(btoa(String.fromCharCode(...bytes))));
    assert.ok(raw.includes(btoa(String.fromCharCode(...bytes, ...bytes))));
    assert.match(raw, /multipart\/alternative/);
    assert.match(raw, /application\/pdf/);
  }));

Deno.test("a copy in secret is delivered and shows nowhere", () =>
  withSmtp(async (smtp) => {
    const copies = { cc: [{ email: "cc@example.fr" }], bcc: [{ email: "secret@example.fr" }] };
    await sendMail(openSmtpTransport(smtp.url), aMessage(copies));
    assert.deepEqual(smtp.messages[0]!.to, ["client@example.fr", "cc@example.fr", "secret@example.fr"]);
    assert.ok(!smtp.messages[0]!.raw.includes("secret@example.fr"));
  }));

Deno.test("a way off the list is given in both headers", () =>
  withSmtp(async (smtp) => {
    await sendMail(openSmtpTransport(smtp.url), aMessage({ unsubscribeUrl: "https://paraphe.example/stop/abc" }));
    assert.equal(headerOf(smtp.messages[0]!, "list-unsubscribe"), "<https://paraphe.example/stop/abc>");
    assert.equal(headerOf(smtp.messages[0]!, "list-unsubscribe-post"), "List-Unsubscribe=One-Click");
  }));

Deno.test("a second try carries the same Message-ID", () =>
  withSmtp(async (smtp) => {
    const transport = openSmtpTransport(smtp.url);
    smtp.fail({ dropAfterData: true });
    assert.equal((await sendMail(transport, aMessage())).state, "postponed");
    smtp.fail({});
    assert.equal((await sendMail(transport, aMessage())).state, "accepted");
    const ids = smtp.messages.map((mail) => headerOf(mail, "message-id"));
    assert.deepEqual(ids, ["<0191f0c2-job@paraphe.example>", "<0191f0c2-job@paraphe.example>"]);
  }));

const FAULTS: [string, SmtpFaults, string, RegExp][] = [
  ["a mailbox that does not exist is refused for good", { recipients: { "client@example.fr": 550 } }, "refused", /550/],
  ["a mailbox that is full is postponed", { recipients: { "client@example.fr": 452 } }, "postponed", /452/],
  ["a message refused for its content is refused for good", { data: 554 }, "refused", /554/],
  ["a greylisted message is postponed", { data: 451 }, "postponed", /451/],
  ["a connection cut before the answer is postponed", { dropAfterData: true }, "postponed", /./],
];
for (const [sentence, faults, state, answer] of FAULTS) {
  Deno.test(sentence, () =>
    withSmtp(async (smtp) => {
      smtp.fail(faults);
      const outcome = await sendMail(openSmtpTransport(smtp.url), aMessage());
      assert.equal(outcome.state, state);
      assert.match(outcome.answer, answer);
    }));
}

Deno.test("when some recipients are refused the message is accepted and they are named", () =>
  withSmtp(async (smtp) => {
    smtp.fail({ recipients: { "gone@example.fr": 550 } });
    const to = [{ email: "client@example.fr" }, { email: "gone@example.fr" }];
    const outcome = await sendMail(openSmtpTransport(smtp.url), aMessage({ to }));
    assert.equal(outcome.state, "accepted");
    assert.deepEqual(outcome.rejected.map((one) => one.email), ["gone@example.fr"]);
    assert.match(outcome.rejected[0]!.answer, /550/);
  }));

Deno.test("one recipient refused for good and one for now: the message is postponed", () =>
  withSmtp(async (smtp) => {
    smtp.fail({ recipients: { "client@example.fr": 450, "gone@example.fr": 550 } });
    const to = [{ email: "client@example.fr" }, { email: "gone@example.fr" }];
    const outcome = await sendMail(openSmtpTransport(smtp.url), aMessage({ to }));
    assert.deepEqual([outcome.state, outcome.rejected.length], ["postponed", 2]);
  }));

Deno.test("a server that is away, or answers with another protocol, is postponed", async () => {
  const closed = await startSmtp();
  await closed.close();
  assert.equal((await sendMail(openSmtpTransport(closed.url), aMessage())).state, "postponed");
  const web = Deno.serve({ hostname: "127.0.0.1", port: 0, onListen: () => {} }, () => new Response());
  const outcome = await sendMail(openSmtpTransport(`smtps://127.0.0.1:${web.addr.port}`), aMessage());
  assert.equal(outcome.state, "postponed");
  await web.shutdown();
});

Deno.test("a password is used, and a wrong one is our fault, not the message's", () =>
  withSmtp(async (smtp) => {
    assert.equal((await sendMail(openSmtpTransport(smtp.url), aMessage())).state, "accepted");
    const wrong = openSmtpTransport(smtp.url.replace("s%C3%A9same", "autre"));
    const outcome = await sendMail(wrong, aMessage());
    assert.equal(outcome.state, "postponed");
    assert.match(outcome.answer, /535/);
    assert.equal(smtp.messages.length, 1);
  }, { user: "paraphe", password: "sésame" }));

Deno.test("a password does not travel in clear beyond this machine", () =>
  withSmtp(async (smtp) => {
    // 127.1 is this machine under a name that the transport does not know; the server knows no STARTTLS.
    const outcome = await sendMail(openSmtpTransport(smtp.url.replace("127.0.0.1", "127.1")), aMessage());
    assert.equal(outcome.state, "postponed");
    assert.match(outcome.answer, /500.*not recognized/);
    assert.deepEqual(smtp.messages, []);
  }, { user: "paraphe", password: "secret" }));

Deno.test("a line break in any header is refused", async () => {
  const transport = openLocalTransport(() => Promise.reject(new Error("must not arrive")));
  const injected = "x\r\nBcc: victim@example.fr";
  const cases: Partial<MailMessage>[] = [
    { subject: injected },
    { subject: "a\nb" },
    { subject: "a\u0000b" },
    { subject: "a".repeat(MAX_HEADER_LENGTH + 1) },
    { from: { email: "a@example.fr", name: injected } },
    { replyTo: { email: "a@example.fr", name: injected } },
    { to: [{ email: "a@example.fr", name: injected }] },
    { messageId: injected },
    { unsubscribeUrl: `https://example.fr/${injected}` },
    { attachments: [{ filename: injected, contentType: "text/plain", content: new Uint8Array(1) }] },
    { attachments: [{ filename: "a", contentType: injected, content: new Uint8Array(1) }] },
  ];
  for (const change of cases) {
    await assert.rejects(sendMail(transport, aMessage(change)), { code: "mail.bad_header" }, JSON.stringify(change));
  }
});

Deno.test("an address that is not one is refused, wherever it stands", async () => {
  const transport = openLocalTransport(() => Promise.reject(new Error("must not arrive")));
  const bad = ["", "client", "a@b", "a@example.fr, victim@example.fr", "<a@example.fr>", " a@example.fr", "a@b\r\n.fr"];
  for (const email of bad) {
    for (const change of [{ to: [{ email }] }, { cc: [{ email }] }, { bcc: [{ email }] }, { from: { email } }]) {
      await assert.rejects(sendMail(transport, aMessage(change)), { code: "mail.bad_address" }, email);
    }
  }
});

Deno.test("no recipient, too many, and attachments that are too heavy are refused", async () => {
  const transport = openLocalTransport(() => Promise.reject(new Error("must not arrive")));
  await assert.rejects(sendMail(transport, aMessage({ to: [] })), { code: "mail.no_recipient" });
  const many = Array.from({ length: MAX_RECIPIENTS + 1 }, (_, i) => ({ email: `a${i}@example.fr` }));
  await assert.rejects(sendMail(transport, aMessage({ to: many })), { code: "mail.too_many" });
  const content = new Uint8Array(MAX_ATTACHED_BYTES / 2 + 1);
  const file = { filename: "a.pdf", contentType: "application/pdf", content };
  await assert.rejects(sendMail(transport, aMessage({ attachments: [file, file] })), { code: "mail.too_large" });
});

Deno.test("a setting that is not an SMTP address is refused", () => {
  for (const url of ["", "smtp", "https://example.fr", "smtp://", "localhost:25"]) {
    assert.throws(() => openSmtpTransport(url), /SMTP_URL must read/, url);
  }
});

Deno.test("the local transport keeps the checked message and reports it accepted", async () => {
  const kept: MailMessage[] = [];
  const transport = openLocalTransport((message) => Promise.resolve(void kept.push(message)));
  assert.equal((await sendMail(transport, aMessage())).state, "accepted");
  assert.deepEqual(kept, [aMessage()]);
});
