import assert from "node:assert/strict";
import { passwordIssues } from "../../../lib/identity/password_policy.ts";
import {
  bitsOf,
  DEFAULT_PASSWORD_POLICY,
  missingClasses,
  type PasswordPolicy,
  policyIssues,
  type SignClass,
  strengthOf,
  strictest,
} from "../../../lib/identity/password_strength.ts";

const ALL: readonly SignClass[] = ["digit", "lower", "upper", "special"];

function aPolicy(minLength: number, needs: readonly SignClass[] = [], maxAttempts = 10): PasswordPolicy {
  return { minLength, needs: new Set(needs), maxAttempts };
}

Deno.test("bits are length times log2 of the signs, as in the worked examples", () => {
  const examples: readonly [number, number, number][] = [[12, 99, 79.6], [14, 62, 83.4], [8, 99, 53], [4, 10, 13.3]];
  for (const [length, signs, bits] of examples) assert.equal(bitsOf(length, signs), bits);
});

Deno.test("a policy stands against the CNIL's table by the weakest password that it lets through", () => {
  const rows: readonly [PasswordPolicy, number, string][] = [
    [aPolicy(12, ALL), 79.6, "strong"],
    [aPolicy(14, ["digit", "lower", "upper"]), 83.4, "strong"],
    [aPolicy(13, ["digit", "lower", "upper"]), 77.4, "enough"],
    [aPolicy(8, ALL), 53, "enough"],
    [aPolicy(8, ["digit", "lower", "upper"]), 47.6, "enough"],
    [DEFAULT_PASSWORD_POLICY, 56.4, "enough"],
    [aPolicy(11), 51.7, "enough"],
    [aPolicy(10), 47, "weak"],
    [aPolicy(9, ["digit"]), 46.5, "weak"],
    [aPolicy(8, ["lower", "upper"]), 45.6, "weak"],
    [aPolicy(8), 37.6, "weak"],
    [aPolicy(64), 300.8, "strong"],
  ];
  for (const [policy, bits, level] of rows) {
    assert.deepEqual(strengthOf(policy), { bits, level }, `${policy.minLength} of ${[...policy.needs]}`);
  }
});

Deno.test("of several policies each demand is the strictest; of none the program's own", () => {
  assert.equal(strictest([]), DEFAULT_PASSWORD_POLICY);
  const both = strictest([aPolicy(8, ["digit"], 20), aPolicy(16, ["upper"], 4)]);
  assert.deepEqual([both.minLength, [...both.needs].sort(), both.maxAttempts], [16, ["digit", "upper"], 4]);
});

Deno.test("a policy out of bounds is refused at its field", () => {
  assert.deepEqual(policyIssues(aPolicy(8, [], 3)), []);
  assert.deepEqual(policyIssues(aPolicy(64, ALL, 20)), []);
  for (const length of [0, 7, 65, 8.5, -12, NaN, Infinity]) {
    assert.deepEqual(policyIssues(aPolicy(length)).map(({ field }) => field), ["minLength"], String(length));
  }
  for (const tries of [0, 2, 21, 3.5, NaN]) {
    assert.deepEqual(policyIssues(aPolicy(12, [], tries)).map(({ field }) => field), ["maxAttempts"], String(tries));
  }
});

Deno.test("the kinds of signs are found in every script", () => {
  assert.deepEqual(missingClasses("Élan 7", aPolicy(8, ALL)), []);
  assert.deepEqual(missingClasses("élan", aPolicy(8, ALL)), ["digit", "upper", "special"]);
  assert.deepEqual(missingClasses("ÉLAN", aPolicy(8, ALL)), ["digit", "lower", "special"]);
  assert.deepEqual(missingClasses("山と川", aPolicy(8, ["lower"])), []);
  assert.deepEqual(missingClasses("", aPolicy(8, ALL)), ["digit", "lower", "upper", "special"]);
  assert.deepEqual(missingClasses("anything", aPolicy(8)), []);
});

Deno.test("a password is held against the policy it is given", () => {
  const owner = { email: "alice@menuiserie.fr", companyName: "Menuiserie" };
  const codes = (password: string, policy: PasswordPolicy) =>
    passwordIssues(password, owner, policy).map(({ code }) => code);
  assert.deepEqual(codes("Tapis-7x", aPolicy(8, ALL)), []);
  assert.deepEqual(codes("Tapis-7x", aPolicy(9, ALL)), ["identity.password_short"]);
  assert.deepEqual(codes("trois petits chats gris", aPolicy(12, ["digit"])), ["identity.password_classes"]);
  assert.deepEqual(codes("91827364", aPolicy(8, ["digit"])), ["identity.password_common"]);
  const [fault] = passwordIssues("trois petits chats gris", owner, aPolicy(12, ["digit", "upper"]));
  assert.match(fault!.sentence, /un chiffre et une majuscule/);
});
