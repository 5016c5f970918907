import assert from "node:assert/strict";
import fc from "fast-check";
import { Refusal } from "../../../lib/base/refusal.ts";
import {
  child,
  childrenOf,
  decodeXml,
  descend,
  escapeXml,
  leaf,
  MAX_XML_BYTES,
  MAX_XML_DEPTH,
  node,
  parseXml,
  xmlDocument,
} from "../../../lib/platform/xml.ts";

/** The code that parseXml refuses a source with, or "read". */
function verdict(source: string | Uint8Array): string {
  try {
    parseXml(source);
    return "read";
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return error.code;
  }
}

Deno.test("leaf and node write elements, attributes and nothing for what is absent", () => {
  const xml = node("a", [leaf("b", "1 < 2", { x: 'say "hi"', y: undefined }), leaf("c", undefined), node("d", [])]);
  assert.equal(xml, '<a><b x="say &quot;hi&quot;">1 &lt; 2</b></a>');
  assert.equal(node("a", [node("b", [leaf("c", undefined)])]), "");
});

Deno.test("escapeXml drops what XML cannot carry and keeps the rest", () => {
  assert.equal(escapeXml("a\u0000b\u000bc\ufffed\ud800e"), "abcde");
  assert.equal(escapeXml("œuvre € 😀\n\ttab"), "œuvre € 😀\n\ttab");
});

Deno.test("any text comes back as it was written, but for its outer blanks", () => {
  fc.assert(fc.property(fc.string({ unit: "grapheme" }), (text) => {
    const read = parseXml(xmlDocument(node("r", [leaf("t", text, { a: text })])));
    // deno-lint-ignore no-control-regex
    const kept = text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, "");
    assert.equal(child(read, "t")!.text, kept.trim());
  }));
});

Deno.test("parseXml resolves prefixes to namespaces, whatever the prefixes are", () => {
  const root = parseXml('<z:A xmlns:z="urn:one" xmlns="urn:two"><B><z:C k="v"/></B><B/></z:A>');
  assert.deepEqual([root.name, root.namespace], ["A", "urn:one"]);
  assert.deepEqual(childrenOf(root, "B").map((it) => it.namespace), ["urn:two", "urn:two"]);
  assert.deepEqual(descend(root, "B/C")?.attributes, { k: "v" });
  assert.equal(descend(root, "B/D/E"), undefined);
});

Deno.test("parseXml keeps numbers, order, CDATA and character references as text", () => {
  const root = parseXml("<a><n>007.10</n><t>x<![CDATA[<&amp;>]]>&#233;&#x20AC;&amp;lt;</t></a>");
  assert.equal(child(root, "n")!.text, "007.10");
  assert.equal(child(root, "t")!.text, "x<&amp;>é€&lt;");
});

Deno.test("parseXml reads UTF-16 with and without mark, UTF-8 with mark, and declared Latin-1", () => {
  const utf16 = (text: string, littleEndian: boolean) => {
    const bytes = new Uint8Array(text.length * 2);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < text.length; i++) view.setUint16(i * 2, text.charCodeAt(i), littleEndian);
    return bytes;
  };
  for (const source of ["\ufeff<a>é€</a>", "<a>é€</a>"]) {
    for (const littleEndian of [true, false]) assert.equal(parseXml(utf16(source, littleEndian)).text, "é€");
  }
  assert.equal(parseXml(new TextEncoder().encode("\ufeff<a>é</a>")).text, "é");
  const latin = Uint8Array.from('<?xml version="1.0" encoding="ISO-8859-1"?><a>\u00e9</a>', (c) => c.charCodeAt(0));
  assert.equal(parseXml(latin).text, "é");
});

Deno.test("parseXml refuses bytes that are not in the encoding they claim", () => {
  assert.equal(verdict(Uint8Array.from([0x3c, 0x61, 0x3e, 0xe9, 0x3c, 0x2f, 0x61, 0x3e])), "xml.encoding");
  const invented = new TextEncoder().encode('<?xml version="1.0" encoding="klingon"?><a/>');
  assert.throws(() => decodeXml(invented), (error: Refusal) => error.code === "xml.encoding");
});

Deno.test("parseXml refuses a DOCTYPE, so that no entity is ever resolved", () => {
  assert.equal(verdict('<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'), "xml.doctype");
  assert.equal(verdict('<!DOCTYPE a [<!ENTITY x "xx"><!ENTITY y "&x;&x;">]><a>&y;</a>'), "xml.doctype");
  assert.equal(verdict("<a>&undeclared;</a>"), "xml.malformed");
});

Deno.test("parseXml refuses what is not well formed", () => {
  for (const source of ["", "hello", "<a>", "<a></b>", "<a><b></a></b>", "<a x=1/>", "<a/><b/>", "<a>&#x110000;</a>"]) {
    assert.equal(verdict(source), "xml.malformed", source);
  }
});

Deno.test("parseXml refuses what is too deep or too big", () => {
  const depth = MAX_XML_DEPTH + 5;
  assert.equal(verdict("<a>".repeat(depth) + "</a>".repeat(depth)), "xml.too_deep");
  assert.equal(verdict("<a>".repeat(5000) + "</a>".repeat(5000)), "xml.too_deep");
  assert.equal(verdict(new Uint8Array(MAX_XML_BYTES + 1)), "xml.too_large");
});

Deno.test("parseXml refuses element names that could reach an object's prototype", () => {
  for (const name of ["__proto__", "constructor", "prototype"]) {
    assert.equal(verdict(`<a><${name}>x</${name}></a>`), "xml.malformed");
  }
});
