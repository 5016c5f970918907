import assert from "node:assert/strict";
import { isOftenUsed } from "../../../lib/identity/common_passwords.ts";

Deno.test("leaked passwords are found whole, with digits and signs around, doubled, and with figures for letters", () => {
  for (
    const password of [
      "chocolat",
      "Chocolat2026!",
      "2026chocolat",
      "Ch0c0lat!!!!",
      "CHOCOLAT-CHOCOLAT",
      "P4$$w0rd2026",
      "dragon123456",
      "qwertyuiop12",
      "Football-1998",
      "!!!sunshine!!!",
      "superman superman",
      "1qaz2wsx",
      "iloveyou2020",
    ]
  ) assert.equal(isOftenUsed(password), true, password);
});

Deno.test("sentences, drawn texts and mostly signs are not", () => {
  for (
    const password of [
      "",
      "trois petits chats gris",
      "Xk4-qpZ9_mTw",
      "le tapis vert de tante Odette",
      "гроза над старым мостом",
      "山と川と空と海と風の音がする",
      "Tapis-7x",
      "!?%$#@&*()+=",
      "a?!$%&+#@=-_",
      "correct cheval batterie",
    ]
  ) assert.equal(isOftenUsed(password), false, password);
});
