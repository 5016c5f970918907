import assert from "node:assert/strict";
import { child, childrenOf, descend, parseXml, type XmlElement } from "../../../../lib/platform/xml.ts";
import { facturxXmp, GUIDELINES } from "../../../../lib/en16931/mod.ts";

const RDF = 'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"';
const NAMESPACE = "urn:factur-x:pdfa:CrossIndustryDocument:invoice:1p0#";

function inPacket(fragment: string): XmlElement {
  return parseXml(`<rdf:RDF ${RDF}>${fragment}</rdf:RDF>`).children[0]!;
}

Deno.test("the XMP names the file, its type, the version and the level of the profile", () => {
  const described = inPacket(facturxXmp(GUIDELINES.en16931)!.description);
  assert.deepEqual(described.children.map((it) => [it.namespace, it.name, it.text]), [
    [NAMESPACE, "DocumentType", "INVOICE"],
    [NAMESPACE, "DocumentFileName", "factur-x.xml"],
    [NAMESPACE, "Version", "1.0"],
    [NAMESPACE, "ConformanceLevel", "EN 16931"],
  ]);
  assert.ok(facturxXmp(GUIDELINES.extendedCtcFr)!.description.includes(">EXTENDED<"));
});

Deno.test("the extension schema declares each property that the XMP uses", () => {
  const { description, extensionSchema } = facturxXmp(GUIDELINES.en16931)!;
  const schema = inPacket(extensionSchema);
  assert.equal(child(schema, "namespaceURI")?.text, NAMESPACE);
  const declared = childrenOf(descend(schema, "property/Seq"), "li").map((it) => child(it, "name")!.text);
  assert.deepEqual(declared.sort(), inPacket(description).children.map((it) => it.name).sort());
});

Deno.test("there is no XMP for a profile that Factur-X does not have", () => {
  assert.equal(facturxXmp(GUIDELINES.peppolBis3), undefined);
});
