/** What a page lets people do: its links, and its forms as a browser would send them. */

/** A form as it stands on a page. */
export interface PageForm {
  readonly method: "get" | "post";
  /** Where it may be sent: its own address, those of its buttons, where it saves itself or asks for a part anew. */
  readonly actions: readonly string[];
  /** Its fields with what they hold, lists and boxes that are off included. */
  readonly fields: Readonly<Record<string, string>>;
  /** True when it carries a file. */
  readonly isMultipart: boolean;
}

/** Every form of a page. Fields of rows that only a script adds (`<template>`) are left out. */
export function formsOf(page: string): PageForm[] {
  const forms = page.replace(/<template>[\s\S]*?<\/template>/g, "").matchAll(/<form ([^>]*)>([\s\S]*?)<\/form>/g);
  return [...forms].map(([whole, tag = "", inner = ""]) => ({
    method: attribute(tag, "method") === "get" ? "get" : "post",
    actions: [...new Set([...whole.matchAll(/ (?:action|formaction|hx-post|data-autosave)="([^"]+)"/g)].map(textOf))],
    fields: fieldsIn(inner),
    isMultipart: tag.includes("multipart/form-data"),
  }));
}

/** The addresses that a page links to, without what follows `#`. */
export function linksOf(page: string): string[] {
  return [...page.matchAll(/<a [^>]*href="([^"#]+)/g)].map(textOf);
}

/** An address that a page leads or posts to. */
export interface Address {
  readonly method: "GET" | "POST";
  /** With what follows its `?`. */
  readonly path: string;
}

/** Attributes whose address is asked for by a POST; a form's own address and its buttons' go by the form's method. */
const POSTED = /^(hx-post|data-autosave|data-passkey-options)$/;
const FORM = /^(action|formaction)$/;

/**
 * Every address of ours that a page can make a browser ask for: links, forms, buttons, and whatever scripts are told
 * in attributes. `page` is the address that the page stands at, for those that are written from there.
 */
export function addressesOf(html: string, page: string): Address[] {
  let formMethod: Address["method"] = "POST";
  const found = [...html.matchAll(/<[a-z]+ ([^>]*)>/g)].flatMap(([tag, attributes = ""]) => {
    const isForm = tag.startsWith("<form");
    if (isForm) formMethod = attribute(attributes, "method") === "post" ? "POST" : "GET";
    const given = [...attributes.matchAll(/([a-z-]+)="([^"]*)"/g)].filter(([, name = "", value = ""]) =>
      name === "href" || FORM.test(name) || value.startsWith("/")
    ).map(([, name = "", value = ""]) => ({
      method: POSTED.test(name) || (FORM.test(name) && formMethod === "POST") ? "POST" as const : "GET" as const,
      path: unescaped(value),
    }));
    const isUnsaid = isForm && attribute(attributes, "action") === undefined;
    return isUnsaid ? [...given, { method: formMethod, path: page }] : given;
  });
  const here = new URL(page, "http://here.invalid");
  return found.filter(({ path }) => !path.startsWith("#"))
    .map(({ method, path }) => ({ method, url: new URL(path, here) }))
    .filter(({ url }) => url.origin === here.origin)
    .map(({ method, url }) => ({ method, path: url.pathname + url.search }));
}

function fieldsIn(html: string): Record<string, string> {
  const fields: Record<string, string> = {};
  for (const [tag] of html.matchAll(/<input [^>]*>/g)) {
    const name = attribute(tag, "name");
    const isOff = /type="(radio|checkbox)"/.test(tag) && !/ checked/.test(tag);
    if (name && !/type="file"/.test(tag) && !(isOff && fields[name])) {
      fields[name] = isOff ? "" : attribute(tag, "value") ?? "";
    }
  }
  for (const [, name = "", options = ""] of html.matchAll(/<select [^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/select>/g)) {
    const chosen = /<option [^>]*selected[^>]*>/.exec(options) ?? /<option [^>]*>/.exec(options);
    fields[name] = attribute(chosen?.[0] ?? "", "value") ?? "";
  }
  for (const [, name = "", text = ""] of html.matchAll(/<textarea [^>]*name="([^"]+)"[^>]*>([\s\S]*?)<\/textarea>/g)) {
    fields[name] = unescaped(text);
  }
  return fields;
}

function attribute(tag: string, name: string): string | undefined {
  const [, value] = new RegExp(`(?:^| )${name}="([^"]*)"`).exec(tag) ?? [];
  return value === undefined ? undefined : unescaped(value);
}

function textOf([, captured = ""]: RegExpMatchArray): string {
  return unescaped(captured);
}

function unescaped(text: string): string {
  return text.replaceAll("&quot;", '"').replaceAll("&#39;", "'").replaceAll("&lt;", "<").replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}
