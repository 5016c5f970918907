import assert from "node:assert/strict";
import { passwordIssues } from "../../../lib/identity/password_policy.ts";

const OWNER = { email: "alice.martin@menuiserie-dupre.fr", companyName: "Menuiserie Dupré" };

function codes(password: string): string[] {
  return passwordIssues(password, OWNER).map((issue) => issue.code.replace("identity.", ""));
}

Deno.test("a password of twelve characters that nobody would guess is accepted, in any script", () => {
  for (
    const password of [
      "trois petits chats gris",
      "Xk4-qpZ9_mTw",
      "le tapis vert de tante Odette",
      "гроза над старым мостом",
      "山と川と空と海と風の音がする",
      "Dupré, mon amour de jeunesse à Saint-Malo",
      "!?%$#@&*()+=",
    ]
  ) assert.deepEqual(codes(password), [], password);
});

Deno.test("a password is refused by name: too short, too long, repeated, common, guessable", () => {
  const refused: readonly [string, string][] = [
    ["", "password_short"],
    ["onze-signes", "password_short"],
    ["🐱🐱🐱🐱🐱🐱🐱🐱🐱🐱🐱", "password_short"],
    ["a1b2".repeat(65), "password_long"],
    ["aaaaaaaaaaaaaaaa", "password_repeated"],
    ["abababababababab", "password_repeated"],
    ["motdepasse2026!", "password_common"],
    ["Mot de passe 2026", "password_common"],
    ["AZERTYuiop123", "password_common"],
    ["azertyazerty12", "password_common"],
    ["123456789012", "password_common"],
    ["abcdefghijkl", "password_common"],
    ["lkjihgfedcba", "password_common"],
    ["198405120678", "password_common"],
    ["Comptabilité2026", "password_common"],
    ["alicemartin42", "password_guessable"],
    ["Menuiserie-Dupré", "password_guessable"],
    ["menuiseriedupre2026", "password_guessable"],
  ];
  for (const [password, code] of refused) assert.deepEqual(codes(password), [code], password);
});

Deno.test("the two ways to type an accent count the same characters", () => {
  const composed = "éàçùêôïüéàç", decomposed = composed.normalize("NFD");
  assert.deepEqual(codes(composed), ["password_short"]);
  assert.deepEqual(codes(decomposed), ["password_short"]);
});
