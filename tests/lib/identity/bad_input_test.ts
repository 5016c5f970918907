import assert from "node:assert/strict";
import { MAX_COMPANY_NAME, MAX_PERSON_NAME, rename, signIn } from "../../../lib/identity/mod.ts";
import { aPerson, aSignUp, CAST_PASSWORD } from "../../../lib/identity/testing.ts";
import { randomBase32 } from "../../../lib/platform/random.ts";
import { openTestOutside } from "../../support/outside.ts";
import { openWorld } from "../../support/world.ts";
import { aMailbox, anIp, aVisitor } from "./_people.ts";

const world = await openWorld();
Deno.test.afterAll(() => world.close());
openTestOutside();

/** What is typed, and whether it is taken; where it is not, by which code. */
type Row = readonly [what: string, typed: string, code: string | null];

async function codeOf(work: Promise<unknown>): Promise<string | null> {
  return await work.then(() => null, (error) => {
    if (error.name !== "Refusal") throw error;
    return String(error.code);
  });
}

// No sign in two scripts looks like another: an address that says what it does not is refused by its domain, which is
// ASCII alone. Before the @ it is the mail server that knows which letters it takes, and the mail must arrive.
const word = () => randomBase32(8);
const ADDRESSES: readonly Row[] = [
  ["plain", `${word()}@example.fr`, null],
  ["with a plus", `${word()}+factures@example.fr`, null],
  ["with an apostrophe", `o'${word()}@example.fr`, null],
  ["with every sign of RFC 5322", `a!#$%&'*+-/=?^_\`{|}~${word()}@example.fr`, null],
  ["in capitals", `${word().toUpperCase()}@EXAMPLE.FR`, null],
  ["with blanks around", `  ${word()}@example.fr\t`, null],
  ["with an accent before the @", `andré${word()}@example.fr`, null],
  ["in another script before the @", `почта${word()}@example.fr`, null],
  ["with a domain in ASCII for another script", `${word()}@xn--caf-dma.example`, null],
  ["with a very long name, still allowed", `${"a".repeat(56)}${word()}@example.fr`, null],
  ["quoted", `"${word()}"@example.fr`, "identity.email"],
  ["quoted with an @", `"a@b"@example.fr`, "identity.email"],
  ["with a domain in another script", `${word()}@café.example`, "identity.email"],
  ["with a Cyrillic a in the domain", `${word()}@ex\u0430mple.fr`, "identity.email"],
  ["with a full-width @", `${word()}\uff20example.fr`, "identity.email"],
  ["with two @", `${word()}@a@example.fr`, "identity.email"],
  ["with no domain", `${word()}@`, "identity.email"],
  ["with no name", "@example.fr", "identity.email"],
  ["with no dot in the domain", `${word()}@localhost`, "identity.email"],
  ["with an address for domain", `${word()}@[192.0.2.1]`, "identity.email"],
  ["with a number for domain", `${word()}@192.0.2.1`, "identity.email"],
  ["with two dots", `a..${word()}@example.fr`, "identity.email"],
  ["with a dot first", `.${word()}@example.fr`, "identity.email"],
  ["with a dot last", `${word()}.@example.fr`, "identity.email"],
  ["with a dash first in the domain", `${word()}@-example.fr`, "identity.email"],
  ["with a blank inside", `a ${word()}@example.fr`, "identity.email"],
  ["with a comma: two mailboxes", `${word()}@example.fr,b@example.fr`, "identity.email"],
  ["with a name beside", `Alice <${word()}@example.fr>`, "identity.email"],
  ["with a header of its own", `${word()}@example.fr\r\nBcc: b@example.fr`, "identity.email"],
  ["with a NUL", `${word()}\u0000@example.fr`, "identity.email"],
  ["with a bell", `${word()}\u0007@example.fr`, "identity.email"],
  ["with a deletion sign", `${word()}\u007f@example.fr`, "identity.email"],
  ["with a change of direction", `${word()}\u202e@example.fr`, "identity.email"],
  ["with half a character", `${word()}\ud800@example.fr`, "identity.email"],
  ["with 65 signs before the @", `${"a".repeat(65)}@example.fr`, "identity.email"],
  ["with 255 signs", `a@${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.${"e".repeat(68)}.fr`, "identity.email"],
  ["of 100,000 signs", `${"a".repeat(100_000)}@example.fr`, "identity.email"],
  ["empty", "", "identity.email"],
  ["blank", " \t\u00a0 ", "identity.email"],
];

const COMPANIES: readonly Row[] = [
  ["plain", "Atelier Dupré & Fils", null],
  ["with quotes and a semicolon", `L'Atelier "Dupré"; drop table people --`, null],
  ["with markup", "<script>alert(1)</script>", null],
  ["in another script", "山田工務店", null],
  ["with a Cyrillic a, which looks like ours", "P\u0430raphe", null],
  ["with a drawing", "Café ☕ du Pont", null],
  ["of letters and signs one over another", "Z\u0351\u0352algo", null],
  ["with blanks to fold", "  Atelier \t\n  Dupré  ", null],
  ["as long as may be", "a".repeat(MAX_COMPANY_NAME), null],
  ["one letter too long", "a".repeat(MAX_COMPANY_NAME + 1), "identity.company_name_long"],
  ["of 100,000 letters", "a".repeat(100_000), "identity.company_name_long"],
  ["empty", "", "identity.company_name_missing"],
  ["blank", " \u00a0\u3000 ", "identity.company_name_missing"],
  ["with a NUL", "Atelier\u0000", "identity.company_name_characters"],
  ["with a bell", "Atelier\u0007", "identity.company_name_characters"],
  ["with a change of direction", "Atelier\u202eerpuD", "identity.company_name_characters"],
  ["with an isolate", "Atelier\u2066Dupré", "identity.company_name_characters"],
  ["with half a character", "Atelier\ud83d", "identity.company_name_characters"],
];

const NAMES: readonly Row[] = [
  ["plain", "Alice Dupré", null],
  ["with an apostrophe and a dash", "Anne-Marie d’Ornano", null],
  ["in another script", "Надежда", null],
  ["with a Cyrillic e, which looks like ours", "Alic\u0435", null],
  ["with markup", "<b>Alice</b>", null],
  ["as long as may be", "a".repeat(MAX_PERSON_NAME), null],
  ["one letter too long", "a".repeat(MAX_PERSON_NAME + 1), "identity.name"],
  ["of 100,000 letters", "a".repeat(100_000), "identity.name"],
  ["empty", "", "identity.name"],
  ["blank", " \t ", "identity.name"],
  ["with a NUL", "Ali\u0000ce", "identity.name"],
  ["with a change of direction", "Alice\u202e", "identity.name"],
  ["with half a character", "Alice\udc00", "identity.name"],
];

for (const [what, typed, code] of ADDRESSES) {
  Deno.test(`an address ${what} is ${code ? "refused" : "taken"} at sign-up, and never faults at sign-in`, async () => {
    assert.equal(await codeOf(aSignUp(aVisitor({ ip: anIp() }), { email: typed })), code);
    const entered = signIn(aVisitor({ ip: anIp() }), { email: typed, password: CAST_PASSWORD });
    assert.equal(await codeOf(entered), "identity.wrong_credentials");
  });
}

for (const [what, typed, code] of COMPANIES) {
  Deno.test(`a company's name ${what} is ${code ? "refused" : "taken"}`, async () => {
    const asked = aSignUp(aVisitor({ ip: anIp() }), { email: aMailbox(), companyName: typed });
    assert.equal(await codeOf(asked), code);
  });
}

Deno.test("a person's name is taken or refused by rule", async () => {
  const { personId } = await aPerson(aVisitor(), { email: aMailbox() });
  for (const [what, typed, code] of NAMES) {
    assert.equal(await codeOf(rename({ ...aVisitor(), personId }, { name: typed })), code, what);
  }
});

Deno.test("two spellings of one mailbox are one person; a plus makes another", async () => {
  const name = word();
  await aPerson(aVisitor(), { email: `${name}@example.fr` });
  const again = { email: `${name.toUpperCase()}@Example.FR`, password: CAST_PASSWORD };
  await signIn(aVisitor(), again);
  const other = signIn(aVisitor(), { email: `${name}+x@example.fr`, password: CAST_PASSWORD });
  assert.equal(await codeOf(other), "identity.wrong_credentials");
});
