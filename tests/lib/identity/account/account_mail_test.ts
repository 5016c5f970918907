import assert from "node:assert/strict";
import type { Uuid } from "../../../../lib/base/ids.ts";
import { accountMail, type AccountMailKind } from "../../../../lib/identity/account/account_mail.tsx";
import { openTestOutside } from "../../../support/outside.ts";

openTestOutside({ baseUrl: "https://paraphe.example" });

const KINDS: readonly { kind: AccountMailKind; link?: string }[] = [
  { kind: "reset_password", link: "/mot-de-passe-oublie/choix/s3cret" },
  { kind: "password_reset", link: "/mot-de-passe-oublie" },
  { kind: "new_device", link: "/compte/appareils" },
  { kind: "confirm_address", link: "/compte/adresse/confirmation/s3cret" },
  { kind: "address_taken" },
  { kind: "address_changed", link: "/compte/adresse/retablissement/s3cret" },
  { kind: "address_restored", link: "/mot-de-passe-oublie" },
  { kind: "account_deleted" },
  { kind: "contact" },
];
const FACTS = {
  at: "2026-11-21T10:00:00.000Z",
  userAgent: "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0",
  network: "192.0.2.0/24",
  name: "Nina <b>",
  replyTo: "nina@example.fr",
  message: "Bonjour & merci",
};

function write(kind: AccountMailKind, language: "fr" | "en") {
  const linkId = "0198" as Uuid;
  return accountMail({ kind, email: "nina@example.fr", language, linkId, facts: FACTS }, "s3cret");
}

for (const { kind, link } of KINDS) {
  Deno.test(`the mail ${kind} says the same in both languages, as text and as a page`, () => {
    for (const language of ["fr", "en"] as const) {
      const { subject, text, html } = write(kind, language);
      assert.ok(subject.length > 5 && text.length > 50);
      assert.ok(html.includes(`<html lang="${language}">`));
      assert.ok(!text.includes("undefined") && !html.includes("undefined"));
      if (link) assert.ok(text.includes(`https://paraphe.example${link}`) && html.includes(link));
      else assert.ok(!text.includes("https://"));
    }
    assert.notEqual(write(kind, "fr").text, write(kind, "en").text);
  });
}

Deno.test("a new device is named as people name it, or said to be unknown", () => {
  assert.match(write("new_device", "fr").text, /Appareil : Firefox sur Windows\nRéseau : 192\.0\.2\.0\/24/);
  const mail = { kind: "new_device", email: "x@example.fr", language: "fr", linkId: null } as const;
  assert.match(accountMail({ ...mail, facts: { at: FACTS.at } }, null).text, /Navigateur inconnu/);
});

Deno.test("what a visitor wrote stands in the mail as text", () => {
  const { html } = write("contact", "fr");
  assert.ok(html.includes("Nina &lt;b&gt;") && html.includes("Bonjour &amp; merci"));
});
