import assert from "node:assert/strict";
import * as ui from "../../../lib/ui/mod.ts";

interface Row {
  readonly name: string;
  readonly cents: bigint;
}
const COLUMNS: readonly ui.Column<Row>[] = [
  { label: "Nom", cell: (row) => row.name, sort: { href: "?tri=nom", direction: "ascending" } },
  { label: "Total", cell: (row) => <ui.Amount cents={row.cents} />, align: "end", card: "total" },
];
const ROWS: readonly Row[] = [{ name: "<b>Dupont</b>", cents: -123_456n }];

Deno.test("Table names its cells for the phone and links the first to the row's page", () => {
  const html = String(
    <ui.Table caption="Clients" columns={COLUMNS} rows={ROWS} rowHref={(row) => `/c/${row.cents}`} />,
  );
  assert.match(html, /<caption class="visually-hidden">Clients<\/caption>/);
  assert.match(html, /data-label="Total"/);
  assert.match(html, /<a class="row-link" href="\/c\/-123456">&lt;b&gt;Dupont/);
  assert.match(html, /−1\u00a0234,56\u00a0€/);
  assert.match(html, /aria-sort="ascending"[^>]*>\s*<a class="sort" href="\?tri=nom"/);
  assert.equal(html.match(/class="row-link"/g)?.length, 1);
});

Deno.test("Table keeps its roles when cards replace rows", () => {
  const html = String(<ui.Table caption="Clients" columns={COLUMNS} rows={ROWS} />);
  for (const role of ["table", "row", "columnheader", "cell"]) assert.match(html, new RegExp(`role="${role}"`));
});

Deno.test("an empty table teaches instead of showing headings", () => {
  const html = String(
    <ui.Table
      caption="Clients"
      columns={COLUMNS}
      rows={[]}
      empty={<ui.Empty title="Vos clients seront ici" />}
      id="liste"
    />,
  );
  assert.match(html, /Vos clients seront ici/);
  assert.doesNotMatch(html, /<table/);
  assert.match(html, /id="liste"/, "a live refresh still finds its place");
});

Deno.test("Pager says newer and older, and nothing when all fits", () => {
  assert.equal(String(<ui.Pager />), "");
  const html = String(<ui.Pager olderHref="?apres=x" />);
  assert.match(html, /href="\?apres=x" rel="next"/);
  assert.doesNotMatch(html, /plus récentes/);
});

Deno.test("Filters work as a plain form, and refresh one part of the page with htmx", () => {
  const html = String(
    <ui.Filters
      action="/factures"
      search={{ label: "Numéro", value: `"x` }}
      refresh="#liste"
      keep={{ tri: "date" }}
      chips={[{ label: "Client : A & B", removeHref: "/factures" }]}
    />,
  );
  assert.match(html, /<form action="\/factures" method="get"[^>]*hx-target="#liste"/);
  assert.match(html, /value="&quot;x"/);
  assert.match(html, /type="hidden" name="tri" value="date"/);
  assert.match(html, /A &amp; B/);
  assert.doesNotMatch(String(<ui.Filters action="/factures" />), /hx-/);
});

Deno.test("LineEditor names each cell by its line and offers its buttons to a browser without script", () => {
  const html = String(
    <ui.LineEditor
      name="lines"
      caption="Lignes"
      columns={[
        { key: "kind", label: "Genre", kind: "hidden", initial: "line" },
        { key: "label", label: "Désignation", kind: "text", src: "/p", idKey: "productId", width: "grow" },
        { key: "price", label: "PU", kind: "decimal" },
      ]}
      lines={[{ kind: "title", label: "Gros œuvre", price: "" }]}
      form={{
        values: { "lines.0.price": "douze" },
        issues: [{ code: "s.price", field: "lines.0.price", sentence: "Ce n’est pas un prix." }],
      }}
    />,
  );
  assert.match(html, /name="lines\.0\.price"[^>]*aria-label="PU, ligne 1"[^>]*aria-invalid="true"/);
  assert.match(html, /value="douze"/);
  assert.match(html, /id="f-lines-0-price-error">Ce n’est pas un prix/);
  assert.match(html, /name="lines\.0\.kind" value="title"/);
  assert.match(html, /<button[^>]*name="remove" value="0"/);
  assert.match(html, /<button[^>]*name="add" value="line"/);
  assert.match(html, /<template>.*lines\.__i__\.label.*<\/template>/s);
});

Deno.test("a cell may hold a text, a figure, several things or nothing, always escaped", () => {
  const [bold, state] = [ui.Amount({ cents: 5n }), ui.State({ tone: "done", word: "<payée>" })];
  const contents: ui.Child[] = ["<i>", 12, null, false, ["<a>", bold], state];
  const html = String(
    <ui.Table
      caption="Cellules"
      columns={contents.map((content) => ({ label: `"c"`, cell: () => content }))}
      rows={[0]}
      rowHref={() => `/"><script>`}
    />,
  );
  const cells = [...html.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map((cell) => cell[1]);
  assert.equal(cells[0], `<a class="row-link" href="/&quot;&gt;&lt;script&gt;">&lt;i&gt;</a>`);
  assert.deepEqual(cells.slice(1, 5), ["12", "", "", `&lt;a&gt;${bold}`]);
  assert.match(cells[5]!, /&lt;payée&gt;/);
  assert.match(html, /data-label="&quot;c&quot;"/);
});
