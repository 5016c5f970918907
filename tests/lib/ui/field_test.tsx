import assert from "node:assert/strict";
import { Refusal } from "../../../lib/base/refusal.ts";
import * as ui from "../../../lib/ui/mod.ts";

const REFUSAL = new Refusal(422, [
  { code: "a.siren", field: "siren", sentence: "Ce SIREN est faux." },
  { code: "a.siren_again", field: "siren", sentence: "Encore." },
  { code: "a.other", sentence: "La page a changé." },
]);
const FORM = ui.formState({ siren: `12"><script>`, vat: "b" }, REFUSAL);

Deno.test("TextField ties label, hint and error to its control and keeps what was typed", () => {
  const html = String(<ui.TextField form={FORM} name="siren" label="SIREN" hint="Neuf chiffres." />);
  assert.match(html, /<label for="f-siren">SIREN<\/label>/);
  assert.match(html, /aria-invalid="true"/);
  assert.match(html, /aria-describedby="f-siren-hint f-siren-error"/);
  assert.match(html, /id="f-siren-hint">Neuf chiffres/);
  assert.match(html, /id="f-siren-error".*Ce SIREN est faux\./s);
  assert.doesNotMatch(html, /Encore/, "one reason at a time beside the field");
  assert.match(html, /value="12&quot;&gt;&lt;script&gt;"/);
});

Deno.test("a field without fault has neither error nor aria-invalid", () => {
  const html = String(<ui.TextField form={FORM} name="name" label="Nom" />);
  assert.doesNotMatch(html, /aria-invalid|aria-describedby|error/);
});

Deno.test("required is the norm and optional is said", () => {
  assert.match(String(<ui.TextField name="a" label="A" />), / required=""/);
  const optional = String(<ui.TextField name="a" label="A" optional />);
  assert.doesNotMatch(optional, / required/);
  assert.match(optional, /facultatif/);
});

Deno.test("a password is never written back", () => {
  const form = ui.formState({ password: "sésame" }, REFUSAL);
  assert.doesNotMatch(
    String(<ui.TextField form={form} name="password" label="Mot de passe" type="password" />),
    /sésame/,
  );
});

Deno.test("SelectField and RadioGroup choose what was sent, and nothing else", () => {
  const options = [{ value: "a", label: "A" }, { value: "b", label: "B" }];
  const select = String(<ui.SelectField form={FORM} name="vat" label="TVA" options={options} blank="Choisir…" />);
  assert.equal(select.match(/\sselected\b/g)?.length, 1);
  assert.match(select, /value="b"\s+selected\b/);
  const radios = String(<ui.RadioGroup form={FORM} name="vat" label="TVA" options={options} />);
  assert.equal(radios.match(/\schecked\b/g)?.length, 1);
  assert.match(radios, /<fieldset[^>]*>\s*<legend>TVA/);
  assert.match(radios, /id="f-vat"/, "the summary's link reaches the first choice");
});

Deno.test("CheckboxField is ticked by its own value only", () => {
  const ticked = (value: string) => String(<ui.CheckboxField name="ok" label="OK" value={value} />).includes("checked");
  assert.deepEqual(["on", "", "off"].map(ticked), [true, false, false]);
});

Deno.test("TextArea keeps a text that looks like its end", () => {
  const html = String(<ui.TextArea name="t" label="T" value="</textarea><b>" />);
  assert.match(html, /&lt;\/textarea&gt;&lt;b&gt;<\/textarea>/);
});

Deno.test("a form begins with what is to mend, each sentence linked to its field", () => {
  const html = String(<ui.Form action="/x" state={FORM} hidden={{ version: "3" }}>champs</ui.Form>);
  assert.match(html, /3 points à corriger/);
  assert.match(html, /<a href="#f-siren">Ce SIREN est faux\.<\/a>/);
  assert.match(html, /<li>La page a changé\.<\/li>/);
  assert.match(html, /name="version" value="3"/);
  assert.ok(html.indexOf("error-summary") < html.indexOf("champs"));
  assert.match(html, /novalidate/);
});

Deno.test("a form without refusal has no summary", () => {
  assert.doesNotMatch(String(<ui.Form action="/x" state={ui.formState({})} />), /error-summary|role="alert"/);
});

Deno.test("fieldId makes one id of a path", () => {
  assert.equal(ui.fieldId("lines.2.quantity"), "f-lines-2-quantity");
});

Deno.test("Combobox is a plain text field before any script, with the id that was chosen", () => {
  const html = String(
    <ui.Combobox name="customer" label="Client" src="/p" idName="customerId" idValue="c1" value="Dupont" />,
  );
  assert.match(html, /<input[^>]*type="text"[^>]*value="Dupont"/);
  assert.match(html, /type="hidden" name="customerId" value="c1"/);
  assert.doesNotMatch(html, /role="combobox"/);
  assert.match(html, /role="listbox"[^>]*hidden/);
});

Deno.test("ComboboxOptions escape what customers are called", () => {
  const html = String(<ui.ComboboxOptions options={[{ id: "1", label: `"><img src=x>`, fill: { a: `"'<` } }]} />);
  assert.doesNotMatch(html, /<img/);
  assert.match(html, /data-fill="\{&quot;a&quot;:&quot;\\&quot;/);
});
