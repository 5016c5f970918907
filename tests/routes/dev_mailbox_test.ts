import assert from "node:assert/strict";
import { paths } from "../../routes/paths.ts";
import { openApp } from "../support/app.ts";
import { openClient } from "../support/client.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await openApp(world);
Deno.test.afterAll(async () => {
  await app.close();
  await world.close();
});

const client = openClient(app);

Deno.test("the mailbox of a demo shows each message with its links and its files", async () => {
  assert.match((await client.get(paths.mailbox())).text, /Aucun message/);
  const pdf = new TextEncoder().encode("%PDF-1.7");
  await app.mailbox.keep({
    messageId: "a@example.fr",
    from: { email: "documents@paraphe.example", name: "Atelier Dupré" },
    to: [{ email: "client@example.fr" }],
    subject: "Facture <FA2026-0001>",
    text: "Bonjour,\n\nVotre facture : http://localhost:8000/document/x.",
    attachments: [{ filename: "FA2026-0001 été.pdf", contentType: "application/pdf", content: pdf }],
  });
  const [mail] = await app.mailbox.list();
  assert.match((await client.get(paths.mailbox())).text, /Facture &lt;FA2026-0001&gt;/);
  assert.match((await client.get(paths.mail(mail!.id))).text, /href="http:\/\/localhost:8000\/document\/x\.?"/);
  const file = await client.get(paths.mailPart(mail!.id, 0));
  assert.equal(file.text, "%PDF-1.7");
  assert.match(file.headers.get("content-disposition")!, /^attachment; filename="/);
});

for (const path of ["/dev/courrier/unknown", "/dev/courrier/..%2f..%2fsecrets", "/dev/courrier/x/0"]) {
  Deno.test(`the mailbox answers 404 to ${path}`, async () => {
    assert.equal((await client.get(path)).status, 404);
  });
}
