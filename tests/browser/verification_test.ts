import assert from "node:assert/strict";
import { Buffer } from "node:buffer";
import { paths } from "../../routes/paths.ts";
import { makeCast } from "../cast.ts";
import { completeCompany, makeCustomer, makeDocument } from "../routes/d/_sales.ts";
import { serveApp } from "../support/app.ts";
import { assertAccessible } from "../support/axe.ts";
import { assertNoFaults, closeBrowser, closePage, openPage } from "../support/browser.ts";
import { openWorld } from "../support/world.ts";

const world = await openWorld();
const app = await serveApp(world);
const { alice, atelier } = await makeCast(app);
Deno.test.afterAll(async () => {
  await closeBrowser();
  await app.close();
  await world.close();
});

for (const width of ["phone", "desktop"] as const) {
  Deno.test(`a file is held against its code in the browser and leaves it for nowhere, ${width}`, async () => {
    await completeCompany(alice, atelier);
    const customerId = await makeCustomer(alice, atelier);
    const made = await makeDocument(alice, atelier, { kind: "invoice", customerId, issue: true });
    const pdf = await fetch(`${app.baseUrl}${paths.documentAct(atelier.slug, made, "pdf")}`, {
      headers: { cookie: alice.client.cookies() },
    });
    const [row] = await world.owner.trial`
      select o.public_id || '.' || d.verification_code as token from cell.sales_documents d
      join cell.dossiers o using (tenant_id) where d.id = ${made.id}`;
    const page = await openPage({ width, baseUrl: app.baseUrl });
    await page.goto(paths.verification(row!.token));
    await assertAccessible(page);
    const sent: string[] = [];
    page.on("request", (request) => sent.push(request.url()));
    const field = page.getByLabel(/Déposez ici le PDF/);
    const buffer = Buffer.from(await pdf.arrayBuffer());
    await field.setInputFiles({ name: "facture.pdf", mimeType: "application/pdf", buffer });
    await page.getByText("Ce fichier est authentique.").waitFor();
    await assertAccessible(page);
    buffer[buffer.length >> 1]! ^= 1;
    await field.setInputFiles({ name: "facture.pdf", mimeType: "application/pdf", buffer });
    await page.getByText("Ce fichier n’est pas celui qui a été émis.").waitFor();
    await assertAccessible(page);
    assert.deepEqual(sent, []);
    assertNoFaults(page);
    await closePage(page);
  });
}
