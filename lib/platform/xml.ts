import { XMLParser, XMLValidator } from "fast-xml-parser";
import { Refusal } from "../base/refusal.ts";

/** A piece of well-formed XML that this file made; the empty piece stands for an element that is left out. */
export type Xml = string & { readonly __xml: unique symbol };

/** Attributes of an element; an undefined value is left out. */
export type XmlAttributes = Readonly<Record<string, string | undefined>>;

/** An element as read: local name and namespace resolved, text of its own joined and trimmed. */
export interface XmlElement {
  /** Local name, without prefix. */
  readonly name: string;
  /** Namespace URI, empty where there is none. */
  readonly namespace: string;
  /** Attributes by their name as written, prefix included; namespace declarations left out. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Child elements in document order. */
  readonly children: readonly XmlElement[];
  /** Own text, CDATA included, trimmed. */
  readonly text: string;
}

/** Largest XML document that is read, attachments included: 25 MB. */
export const MAX_XML_BYTES = 25_000_000;
/** Deepest nesting that is read; an invoice needs about fifteen levels. */
export const MAX_XML_DEPTH = 60;
/** Most elements that are read; an invoice of 10,000 lines has fewer. */
export const MAX_XML_ELEMENTS = 600_000;

/** Declaration that opens every document we write. */
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const NOTHING = "" as Xml;

// deno-lint-ignore no-control-regex
const NEEDS_CARE = /[&<>"\u0000-\u0008\u000b-\u001f\ufffe\uffff]|\p{Surrogate}/u;
// deno-lint-ignore no-control-regex
const FORBIDDEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu;

/** An element with a text; nothing when the text is undefined. Characters that XML 1.0 §2.2 forbids are dropped. */
export function leaf(name: string, text: string | undefined, attributes?: XmlAttributes): Xml {
  if (text === undefined) return NOTHING;
  return `<${name}${attributesText(attributes)}>${escapeXml(text)}</${name}>` as Xml;
}

/** An element with children; nothing when every child is left out, so that optional groups need no condition. */
export function node(name: string, children: readonly Xml[], attributes?: XmlAttributes): Xml {
  const content = children.join("");
  return content === "" ? NOTHING : `<${name}${attributesText(attributes)}>${content}</${name}>` as Xml;
}

/** Pieces one after the other. */
export function sequence(pieces: readonly Xml[]): Xml {
  return pieces.join("") as Xml;
}

/** A whole document: declaration, then its root element. */
export function xmlDocument(root: Xml): string {
  return DECLARATION + root;
}

/** Text made safe for an element or a quoted attribute; what XML 1.0 cannot carry at all is dropped. */
export function escapeXml(text: string): string {
  if (!NEEDS_CARE.test(text)) return text;
  return text.replace(FORBIDDEN, "").replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;").replaceAll("\r", "&#13;");
}

/**
 * Reads a document that somebody else wrote: UTF-8, UTF-16 or the encoding its declaration names.
 * Refuses (`xml.too_large`, `xml.doctype`, `xml.malformed`, `xml.too_deep`, `xml.encoding`). A DOCTYPE is refused,
 * so that no entity, external or nested, is ever resolved.
 */
export function parseXml(source: string | Uint8Array): XmlElement {
  if (source.length > MAX_XML_BYTES) throw refuse(413, "too_large", "Ce fichier XML est trop gros.");
  const text = typeof source === "string" ? source.replace(/^\ufeff/, "") : decodeXml(source);
  if (/<!DOCTYPE/i.test(text)) throw refuse(422, "doctype", "Ce fichier XML contient un DOCTYPE, ce qui est refusé.");
  const valid = XMLValidator.validate(text);
  if (valid !== true) throw malformed(`ligne ${valid.err.line}`);
  return rootOf(parseOrRefuse(text));
}

/** The bytes of a document as text, by its byte order mark, its first two bytes, or its declaration. */
export function decodeXml(bytes: Uint8Array): string {
  const encoding = encodingOf(bytes);
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    throw refuse(422, "encoding", "L’encodage de ce fichier XML n’est pas lisible.");
  }
}

/** First child element of that local name. */
export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.children.find((candidate) => candidate.name === name);
}

/** All child elements of that local name. */
export function childrenOf(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element ? element.children.filter((candidate) => candidate.name === name) : [];
}

/** The element at the end of a path of local names, `Party/PartyName/Name`, taking the first at each step. */
export function descend(element: XmlElement | undefined, path: string): XmlElement | undefined {
  return path.split("/").reduce(child, element);
}

function attributesText(attributes: XmlAttributes | undefined): string {
  let text = "";
  for (const name in attributes) {
    if (!Object.hasOwn(attributes, name)) continue;
    const value = attributes[name];
    if (value !== undefined) text += ` ${name}="${escapeXml(value)}"`;
  }
  return text;
}

function encodingOf(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c)) return "utf-16be";
  const head = new TextDecoder("latin1").decode(bytes.subarray(0, 200));
  return /^[^>]*encoding=["']([A-Za-z0-9._-]+)["']/.exec(head)?.[1] ?? "utf-8";
}

/** One element as fast-xml-parser gives it in document order. */
type Parsed = { readonly [name: string]: readonly Parsed[] | string | Readonly<Record<string, string>> };

function parseOrRefuse(text: string): readonly Parsed[] {
  try {
    return parser().parse(text) as readonly Parsed[];
  } catch (error) {
    throw /nested/i.test(String(error)) ? tooDeep() : malformed("structure");
  }
}

function parser(): XMLParser {
  return new XMLParser({
    preserveOrder: true,
    ignoreAttributes: false,
    attributeNamePrefix: "",
    parseTagValue: false,
    parseAttributeValue: false,
    trimValues: false,
    // Entities are decoded below: the five of XML and character references, nothing a document could declare.
    processEntities: false,
    cdataPropName: "#cdata",
    ignoreDeclaration: true,
    ignorePiTags: true,
    maxNestedTags: MAX_XML_DEPTH,
  });
}

interface Scope {
  readonly prefixes: Readonly<Record<string, string>>;
  readonly depth: number;
  readonly count: { elements: number };
}

function rootOf(parsed: readonly Parsed[]): XmlElement {
  const [root, second] = parsed.filter((item) => nameOf(item) !== null);
  if (!root || second) throw malformed("une racine et une seule");
  return elementOf(root, { prefixes: {}, depth: 0, count: { elements: 0 } });
}

function elementOf(item: Parsed, scope: Scope): XmlElement {
  scope.count.elements += 1;
  if (scope.depth > MAX_XML_DEPTH || scope.count.elements > MAX_XML_ELEMENTS) throw tooDeep();
  const qualified = nameOf(item)!;
  const [prefix, name] = qualified.includes(":") ? qualified.split(":", 2) as [string, string] : ["", qualified];
  const written = (item[":@"] ?? {}) as Readonly<Record<string, string>>;
  const { attributes, prefixes } = splitAttributes(written, scope.prefixes);
  const inner = { ...scope, prefixes, depth: scope.depth + 1 };
  const content = item[qualified] as readonly Parsed[];
  return {
    name,
    namespace: prefixes[prefix] ?? "",
    attributes,
    children: content.filter((part) => nameOf(part) !== null).map((part) => elementOf(part, inner)),
    text: content.map(textPart).join("").trim(),
  };
}

function nameOf(item: Parsed): string | null {
  for (const key in item) {
    if (Object.hasOwn(item, key) && key !== ":@" && !key.startsWith("#") && !key.startsWith("?")) return key;
  }
  return null;
}

function textPart(item: Parsed): string {
  if ("#text" in item) return decodeEntities(String(item["#text"]));
  if ("#cdata" in item) return (item["#cdata"] as readonly Parsed[]).map((part) => String(part["#text"])).join("");
  return "";
}

function splitAttributes(written: Readonly<Record<string, string>>, outer: Readonly<Record<string, string>>) {
  const attributes: Record<string, string> = {};
  let prefixes = outer;
  for (const [name, raw] of Object.entries(written)) {
    const value = decodeEntities(raw);
    if (name === "xmlns") prefixes = { ...prefixes, "": value };
    else if (name.startsWith("xmlns:")) prefixes = { ...prefixes, [name.slice(6)]: value };
    else attributes[name] = value;
  }
  return { attributes, prefixes };
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

function decodeEntities(text: string): string {
  if (!text.includes("&")) return text;
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|\w+);/gi, (_, body: string) => {
    const known = ENTITIES[body];
    if (known !== undefined) return known;
    if (!body.startsWith("#")) throw malformed(`entité ${body.slice(0, 20)}`);
    const code = /^#x/i.test(body) ? parseInt(body.slice(2), 16) : Number(body.slice(1));
    if (code > 0x10ffff) throw malformed("caractère inconnu");
    return String.fromCodePoint(code).replace(FORBIDDEN, "");
  });
}

function malformed(where: string): Refusal {
  return refuse(422, "malformed", `Ce fichier n’est pas du XML bien formé (${where}).`);
}

function tooDeep(): Refusal {
  return refuse(422, "too_deep", "Ce fichier XML est trop profond ou compte trop d’éléments.");
}

function refuse(status: 413 | 422, code: string, sentence: string): Refusal {
  return new Refusal(status, [{ code: `xml.${code}`, sentence }]);
}
