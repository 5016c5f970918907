import assert from "node:assert/strict";
import { deviceWords } from "../../../../lib/identity/account/device.ts";

const KIT = "AppleWebKit/537.36 (KHTML, like Gecko)";
const KNOWN: readonly (readonly [string, string])[] = [
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KIT} Chrome/142.0.0.0 Safari/537.36`, "Chrome sur Windows"],
  [`Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${KIT} Chrome/142.0 Safari/537.36 Edg/142.0`, "Edge sur Windows"],
  [`Mozilla/5.0 (Windows NT 10.0) ${KIT} Chrome/140.0 Safari/537.36 OPR/120.0`, "Opera sur Windows"],
  ["Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0", "Firefox sur Linux"],
  ["Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.1 Safari/605.1.15", "Safari sur Mac"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) Version/18.1 Mobile Safari/604.1", "Safari sur iPhone"],
  ["Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) CriOS/142.0 Mobile Safari/604.1", "Chrome sur iPhone"],
  ["Mozilla/5.0 (iPad; CPU OS 18_1 like Mac OS X) FxiOS/145.0 Mobile Safari/605.1.15", "Firefox sur iPad"],
  [`Mozilla/5.0 (Linux; Android 15) ${KIT} Chrome/142.0 Mobile Safari/537.36`, "Chrome sur Android"],
  [`Mozilla/5.0 (Linux; Android 15) ${KIT} SamsungBrowser/28.0 Chrome/130 Safari/537`, "Samsung Internet sur Android"],
  [`Mozilla/5.0 (X11; CrOS x86_64 14541.0.0) ${KIT} Chrome/142.0 Safari/537.36`, "Chrome sur ChromeOS"],
  ["Firefox", "Firefox"],
  ["curl/8.11.0", "Navigateur inconnu"],
  ["Something (Windows)", "Navigateur inconnu sur Windows"],
  ["", "Navigateur inconnu"],
  ["<script>alert(1)</script>", "Navigateur inconnu"],
];

for (const [userAgent, words] of KNOWN) {
  Deno.test(`${userAgent.slice(0, 60) || "nothing"} is shown as « ${words} »`, () => {
    assert.equal(deviceWords(userAgent), words);
  });
}
