import assert from "node:assert/strict";
import type { IsoDate, IsoInstant } from "../../../lib/base/dates.ts";
import * as ui from "../../../lib/ui/mod.ts";
import { GALLERY } from "./gallery.tsx";
import { atelier } from "./gallery_frame.tsx";

const SETTINGS: ui.PageSettings = { assets: (name) => `/assets/${name}` };

Deno.test("every page is one document without inline style, script or handler", () => {
  for (const [path, draw] of Object.entries(GALLERY)) {
    const html = ui.renderPage(draw(SETTINGS));
    assert.ok(html.startsWith('<!doctype html><html lang="fr"'), path);
    assert.doesNotMatch(html, / style=| on[a-z]+="|<style|javascript:|undefined|\[object/, path);
    assert.equal(html.match(/<h1[ >]/g)?.length, 1, `${path} has one title`);
    for (const script of html.match(/<script[^>]*>[^<]*/g) ?? []) assert.match(script, /src="[^"]+"[^>]*>$/);
  }
});

Deno.test("ids are unique on every page", () => {
  for (const [path, draw] of Object.entries(GALLERY)) {
    const ids = [...ui.renderPage(draw(SETTINGS)).matchAll(/ id="([^"]+)"/g)].map((found) => found[1]);
    assert.deepEqual(ids.filter((id, index) => ids.indexOf(id) !== index), [], path);
  }
});

Deno.test("the page is named by its title, its dossier and its language", () => {
  const html = ui.renderPage(<ui.Shell {...atelier({ ...SETTINGS, density: "compact" }, "A & B", "")} />);
  assert.match(html, /<title>A &amp; B · Atelier Dupré<\/title>/);
  assert.match(html, /class="theme-product is-compact"/);
  assert.match(html, /<meta name="robots" content="noindex"/);
});

Deno.test("the skip link comes first and the dossier switcher second", () => {
  const html = ui.renderPage(<ui.Shell {...atelier(SETTINGS, "T", "")} />);
  const [skip, switcher, nav] = ['class="skip-link"', 'class="menu switcher"', 'id="menu"'].map((part) =>
    html.indexOf(part)
  );
  assert.ok(skip! < switcher! && switcher! < nav!);
});

Deno.test("what may not be created or searched has no button", () => {
  const html = ui.renderPage(<ui.Shell {...atelier(SETTINGS, "T", "")} create={[]} search={undefined} />);
  assert.doesNotMatch(html, /Nouveau<|tabbar-new|role="search"/);
});

Deno.test("the shortcut help lists the places of the sidebar, and only those", () => {
  const html = ui.renderPage(
    <ui.Shell
      {...atelier(SETTINGS, "T", "")}
      nav={[{ entries: [{ label: "Factures", href: "/f", shortcut: "g f" }, { label: "Banque", href: "/b" }] }]}
      shortcuts={[{ keys: "r", does: "Relancer" }]}
    />,
  );
  const help = html.slice(html.indexOf("<dialog"));
  assert.match(help, /<kbd>g<\/kbd><kbd>f<\/kbd>.*Factures/s);
  assert.match(help, /Relancer/);
  assert.doesNotMatch(help, /Banque/);
});

Deno.test("the console says so", () => {
  const html = ui.renderPage(<ui.Shell {...atelier(SETTINGS, "T", "")} theme="console" />);
  assert.match(html, /theme-console/);
  assert.match(html, /Console d’exploitation/);
});

Deno.test("a public page shows who sends it and none of the application", () => {
  const html = ui.renderPage(GALLERY["/devis-public"]!(SETTINGS));
  assert.match(html, /Atelier Dupré · 12 rue des Carmes/);
  assert.match(html, /theme-public/);
  assert.doesNotMatch(html, /sidebar|tabbar|Se déconnecter|avatar/);
});

Deno.test("a seal opens its proof: rank, date, hash in groups, link to verify", () => {
  const html = String(
    <ui.Seal
      initials="ADX1"
      seq={12n}
      hash={"ab".repeat(32)}
      at={"2026-11-21T18:04:05.123Z" as IsoInstant}
      verifyHref="/v"
    />,
  );
  assert.match(html, /<text[^>]*>ADX<\/text>/);
  assert.match(html, /12<\/dd>/);
  assert.match(html, /21\/11\/2026 à 19:04/);
  assert.match(html, /abababab abababab/);
  assert.match(html, /href="\/v">Vérifier/);
});

Deno.test("a state is a word and a shape, each tone with its own", () => {
  const tones: ui.Tone[] = ["draft", "open", "due", "late", "done", "ended", "info"];
  const shapes = tones.map((tone) => /<svg[^>]*>(.*)<\/svg>/s.exec(String(<ui.State tone={tone} word="mot" />))![1]);
  assert.equal(new Set(shapes).size, tones.length);
});

Deno.test("the trial banner counts down and warns in the last week", () => {
  const said = (days: number) => String(<ui.TrialBanner daysLeft={days} href="/offres" />);
  assert.match(said(23), /is-info.*il reste 23 jours/s);
  assert.match(said(7), /is-warning/);
  assert.match(said(1), /se termine demain/);
  assert.match(said(0), /aujourd’hui/);
});

Deno.test("a refusal is announced at once, a success politely", () => {
  assert.match(String(<ui.Banner kind="refusal">Non.</ui.Banner>), /role="alert"/);
  assert.match(String(<ui.Banner kind="success" flash>Oui.</ui.Banner>), /role="status" tabindex="-1" data-focus/);
});

Deno.test("relativeDay says days in words", () => {
  const today = "2026-11-21" as IsoDate;
  const said = ["2026-11-21", "2026-11-22", "2026-11-20", "2026-12-21", "2026-11-09"]
    .map((date) => ui.relativeDay(date as IsoDate, today));
  assert.deepEqual(said, ["aujourd’hui", "demain", "hier", "dans 30 jours", "il y a 12 jours"]);
});

Deno.test("Confirm says what will happen before the button that does it", () => {
  const html = String(
    <ui.Confirm
      label="Supprimer"
      consequence="Le brouillon sera effacé."
      confirm="Effacer"
      action="/s"
      hidden={{ v: "1" }}
    />,
  );
  assert.ok(html.indexOf("sera effacé") < html.indexOf("Effacer</button>"));
  assert.match(html, /<form[^>]*action="\/s" method="post"/);
});

Deno.test("Progress gives an honest figure, and none when the end is unknown", () => {
  assert.match(
    String(<ui.Progress label="Export" done={340} total={1200} />),
    /340 sur 1\u00a0200.*value="340" max="1200"/s,
  );
  assert.doesNotMatch(String(<ui.Progress label="Export" done={340} />), /value=/);
});
