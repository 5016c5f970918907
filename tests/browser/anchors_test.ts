import { Buffer } from "node:buffer";
import { makeAnchors } from "../../lib/anchors/make_anchors_job.ts";
import { addSeconds } from "../../lib/base/dates.ts";
import { now } from "../../lib/platform/clock.ts";
import { paths } from "../../routes/paths.ts";
import { makeCast } from "../cast.ts";
import { aJob } from "../lib/anchors/_chains.ts";
import { serveApp } from "../support/app.ts";
import { assertAccessible } from "../support/axe.ts";
import { assertNoFaults, closeBrowser, closePage, openPage } from "../support/browser.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await serveApp(world);
const { alice, atelier } = await makeCast(app);
const day = (await makeAnchors(aJob(addSeconds(now(), 86_400)))).at(-1)!;
Deno.test.afterAll(async () => {
  await closeBrowser();
  await app.close();
  await world.close();
});

for (const width of ["phone", "desktop"] as const) {
  Deno.test(`a proof is checked in the browser, against what is published of its day, ${width}`, async () => {
    const { text } = await alice.client.getJson(paths.ownAnchorProof(atelier.slug, day));
    const page = await openPage({ width, baseUrl: app.baseUrl });
    await page.goto(paths.anchors());
    await assertAccessible(page);
    await page.goto(paths.anchor(day));
    await assertAccessible(page);
    const field = page.getByLabel(/Déposez ici le fichier de la preuve/);
    const drop = (proof: string) =>
      field.setInputFiles({ name: "ancrage.json", mimeType: "application/json", buffer: Buffer.from(proof) });
    await drop(text);
    await page.getByText("Cette preuve est bonne.").waitFor();
    await assertAccessible(page);
    await drop(text.replace(/"seq": ?1/, '"seq": 2'));
    await page.getByText("Cette preuve a été modifiée.").waitFor();
    await drop("facture");
    await page.getByText("Ce n’est pas une preuve d’ancrage.").waitFor();
    assertNoFaults(page);
    await closePage(page);
  });
}
