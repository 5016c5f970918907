import assert from "node:assert/strict";
import fc from "fast-check";
import {
  checkBic,
  type Checked,
  checkIban,
  checkSiren,
  checkSiret,
  checkVatNumber,
  EU_COUNTRIES,
  formatIban,
  formatSiren,
  frenchVatNumber,
} from "../../../lib/base/identifiers.ts";

const SIRENS = ["732829320", "404833048", "552100554", "356000000"];
/** One account of each country, as the ISO 13616 registry shows it. */
const IBANS = `
  AD1200012030200359100100 AT611904300234573201 BE68539007547034 BG80BNBG96611020345678
  CH9300762011623852957 CY17002001280000001200527600 CZ6508000000192000145399 DE89370400440532013000
  DK5000400440116243 EE382200221020145685 ES9121000418450200051332 FI2112345600000785
  FR1420041010050500013M02606 GB29NWBK60161331926819 GI75NWBK000000007099453 GR1601101250000000012300695
  HR1210010051863000160 HU42117730161111101800000000 IE29AIBK93115212345678 IS140159260076545510730339
  IT60X0542811101000000123456 LI21088100002324013AA LT121000011101001000 LU280019400644750000
  LV80BANK0000435195001 MC5811222000010123456789030 MT84MALT011000012345MTLCAST001S NL91ABNA0417164300
  NO9386011117947 PL61109010140000071219812874 PT50000201231234567890154 RO49AAAA1B31007593840000
  SE4550000000058398257466 SI56263300012039086 SK3112000000198742637541 SM86U0322509800000000270100
  VA59001123000012345678
`.trim().split(/\s+/);

Deno.test("checkSiren takes real numbers, however they are spaced", () => {
  for (const siren of SIRENS) assert.deepEqual(checkSiren(siren), { ok: true, value: siren });
  for (const text of ["732 829 320", "732.829.320", " 732\u00a0829\u202f320 "]) {
    assertTaken(checkSiren(text), "732829320");
  }
});

Deno.test("checkSiren refuses another length, letters, zeros and a wrong key, and says why", () => {
  for (const text of ["", "73282932", "7328293200", "73282932A", "FR732829320", "７３２８２９３２０"]) {
    assertRefused(checkSiren(text), /neuf chiffres/);
  }
  for (const text of ["732829321", "000000000"]) assertRefused(checkSiren(text), /clé est fausse/);
});

Deno.test("one wrong digit in a SIREN or a SIRET is always seen", () => {
  for (const siren of SIRENS) for (const text of mutationsOf(siren)) assertRefused(checkSiren(text), /clé/);
  for (const text of mutationsOf("73282932000074")) assertRefused(checkSiret(text), /clé/);
});

Deno.test("checkSiret takes an establishment, and those of La Poste by their own rule", () => {
  assertTaken(checkSiret("732 829 320 00074"), "73282932000074");
  assertTaken(checkSiret("35600000049837"), "35600000049837");
  assertTaken(checkSiret("35600000000048"), "35600000000048");
});

Deno.test("checkSiret refuses another length, a wrong key and a wrong SIREN inside", () => {
  for (const text of ["", "732829320", "7328293200007", "732829320000741"]) assertRefused(checkSiret(text), /quatorze/);
  for (const text of ["73282932000075", "35600000049838", "00000000000000"]) assertRefused(checkSiret(text), /clé/);
  // Luhn holds over the fourteen digits, not over the first nine.
  assertRefused(checkSiret("73282932100007"), /clé/);
});

Deno.test("the VAT number of a SIREN has the key of the administration", () => {
  assert.equal(frenchVatNumber("404833048"), "FR83404833048");
  assert.equal(frenchVatNumber("732829320"), "FR44732829320");
  assert.equal(frenchVatNumber("552100554"), "FR96552100554");
  for (const siren of SIRENS) assertTaken(checkVatNumber(frenchVatNumber(siren)), frenchVatNumber(siren));
});

Deno.test("checkVatNumber takes numbers of every country of the Union, and of Northern Ireland", () => {
  const countries = [
    "ATU12345678",
    "BE0403170701",
    "BE0202239951",
    "BG123456789",
    "CY12345678L",
    "CZ12345678",
    "DE123456789",
  ];
  const others = [
    "DK12345678",
    "EE123456789",
    "EL123456789",
    "ESB12345678",
    "FI12345678",
    "HR12345678901",
    "HU12345678",
  ];
  const more = [
    "IE1234567WA",
    "IE1A12345W",
    "IT12345678901",
    "LT123456789",
    "LU12345678",
    "LV12345678901",
    "MT12345678",
  ];
  const last = [
    "NL123456789B01",
    "PL1234567890",
    "PT123456789",
    "RO1234567",
    "SE123456789001",
    "SI12345678",
    "SK1234567890",
  ];
  const all = [...countries, ...others, ...more, ...last, "FR44732829320", "XI123456789"];
  for (const number of all) assertTaken(checkVatNumber(number), number);
  for (const code of EU_COUNTRIES) {
    const prefix = code === "GR" ? "EL" : code;
    assert.ok(all.some((number) => number.startsWith(prefix)), `no number of ${code}`);
  }
});

Deno.test("checkVatNumber reads spaces, dots, lower case and the prefix that Greeks write", () => {
  assertTaken(checkVatNumber("fr 44 732 829 320"), "FR44732829320");
  assertTaken(checkVatNumber("BE 0403.170.701"), "BE0403170701");
  assertTaken(checkVatNumber("GR123456789"), "EL123456789");
});

Deno.test("checkVatNumber takes companies of Monaco, which have no SIREN", () => {
  assertTaken(checkVatNumber(frenchVatNumber("000012345")), frenchVatNumber("000012345"));
  assertRefused(checkVatNumber("FR00000012345"), /clé/);
  assertRefused(checkVatNumber(frenchVatNumber("000000000")), /clé/);
});

Deno.test("checkVatNumber refuses unknown countries, other shapes and wrong keys", () => {
  for (const text of ["", "44732829320", "GB123456789", "US123456789", "CHE123456789", "ZZ1"]) {
    assertRefused(checkVatNumber(text), /code du pays/);
  }
  for (
    const text of [
      "FR",
      "FR4473282932",
      "FROO732829320",
      "FRIA732829320",
      "BE2403170701",
      "ATU1234567",
      "SE123456789002",
    ]
  ) {
    assertRefused(checkVatNumber(text), /n’a pas la forme/);
  }
  assertRefused(checkVatNumber("FR45732829320"), /FR44732829320/);
  assertRefused(checkVatNumber("FR44732829321"), /SIREN dont la clé/);
  assertRefused(checkVatNumber("BE0403170702"), /belge/);
});

Deno.test("one wrong digit in a French or Belgian VAT number is always seen", () => {
  for (const number of ["FR44732829320", "BE0403170701"]) {
    for (const digits of mutationsOf(number.slice(2))) assertRefused(checkVatNumber(number.slice(0, 2) + digits), /./);
  }
});

Deno.test("checkIban takes an account of each country of SEPA, however they are spaced", () => {
  for (const iban of IBANS) assertTaken(checkIban(formatIban(iban).toLowerCase()), iban);
});

Deno.test("checkIban refuses an unknown country, another length and a wrong key", () => {
  for (
    const text of ["", "FR", "ZZ1420041010050500013M02606", "1234", "FR7630006-0001", "FRX420041010050500013M02606"]
  ) {
    assertRefused(checkIban(text), /code du pays/);
  }
  assertRefused(checkIban("FR1420041010050500013M0260"), /27 caractères ; celui-ci en a 26/);
  assertRefused(checkIban("FR1520041010050500013M02606"), /clé de contrôle/);
});

Deno.test("one wrong character or two digits swapped in an IBAN are always seen", () => {
  for (const iban of IBANS) {
    for (const text of mutationsOf(iban)) assertRefused(checkIban(text), /./);
    for (let i = 4; i < iban.length - 1; i++) {
      const swapped = iban.slice(0, i) + iban[i + 1] + iban[i] + iban.slice(i + 2);
      // A letter counts for two digits, so that B1 and 1B are the same number.
      const isOneKind = /^(\d\d|[A-Z]{2})$/.test(iban.slice(i, i + 2));
      if (swapped !== iban && isOneKind) assertRefused(checkIban(swapped), /clé/);
    }
  }
});

Deno.test("every account has one key: those that differ from it by 97 are refused", () => {
  fc.assert(fc.property(fc.stringMatching(/^\d{12}$/), (account) => {
    const keys = Array.from({ length: 100 }, (_, key) => String(key).padStart(2, "0"));
    assert.equal(keys.filter((key) => checkIban(`BE${key}${account}`).ok).length, 1);
  }));
});

Deno.test("checkBic takes eight or eleven characters and refuses the rest", () => {
  assertTaken(checkBic("bnpa fr pp"), "BNPAFRPP");
  assertTaken(checkBic("BNPAFRPPXXX"), "BNPAFRPPXXX");
  for (const text of ["", "BNPAFRP", "BNPAFRPPX", "BNPAFRPPXX", "BNPAFRPPXXXX", "BNP1FRPP", "BNPAF1PP", "BNPA-FRPP"]) {
    assertRefused(checkBic(text), /huit ou onze/);
  }
});

Deno.test("no reader of identifiers fails on any text, and each takes its own result again", () => {
  const readers = [checkSiren, checkSiret, checkVatNumber, checkIban, checkBic];
  fc.assert(fc.property(fc.string({ unit: "binary" }), (text) => {
    for (const read of readers) {
      const checked = read(text);
      if (checked.ok) assert.deepEqual(read(checked.value), checked);
      else assert.match(checked.reason, /\.$/);
    }
  }));
});

Deno.test("identifiers are printed in their usual groups, and read back from them", () => {
  assert.equal(formatSiren("732829320"), "732\u00a0829\u00a0320");
  assert.equal(formatSiren("73282932000074"), "732\u00a0829\u00a0320\u00a000074");
  assert.equal(formatSiren("abc"), "abc");
  assert.equal(formatIban("BE68539007547034"), "BE68\u00a05390\u00a00754\u00a07034");
  assertTaken(checkSiret(formatSiren("73282932000074")), "73282932000074");
});

Deno.test("the European Union has 27 states, without the United Kingdom", () => {
  assert.equal(EU_COUNTRIES.size, 27);
  for (const code of ["GB", "CH", "NO", "XI", "EL", "MC"]) assert.equal(EU_COUNTRIES.has(code), false, code);
});

/** Every text that differs from this one by one character of the same kind. */
function mutationsOf(text: string): string[] {
  return [...text].flatMap((char, i) => {
    const others = /\d/.test(char) ? "0123456789" : "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return [...others].filter((other) => other !== char).map((other) => text.slice(0, i) + other + text.slice(i + 1));
  });
}

function assertTaken(checked: Checked, value: string): void {
  assert.deepEqual(checked, { ok: true, value });
}

function assertRefused(checked: Checked, reason: RegExp): void {
  assert.ok(!checked.ok, `taken: ${JSON.stringify(checked)}`);
  assert.match(checked.reason, reason);
}
