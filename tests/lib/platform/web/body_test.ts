import assert from "node:assert/strict";
import { Refusal } from "../../../../lib/base/refusal.ts";
import { MAX_FIELDS, readFields } from "../../../../lib/platform/web/body.ts";
import { sentForm } from "../../../../lib/platform/web/form.ts";

function form(body: string): Request {
  return posted(body, "application/x-www-form-urlencoded");
}

function posted(body: BodyInit, type: string | null): Request {
  const headers: Record<string, string> = type === null ? {} : { "content-type": type };
  return new Request("http://localhost/x", { method: "POST", body, headers });
}

async function refusalOf(request: Request, maxBytes?: number): Promise<string> {
  try {
    await readFields(request, maxBytes);
  } catch (error) {
    assert.ok(error instanceof Refusal, String(error));
    return `${error.status} ${error.code}`;
  }
  return "accepted";
}

Deno.test("a form, a multipart form and JSON give the same fields", async () => {
  const expected = { subject: "Évier", "lines.0.quantity": "2", "lines.1.quantity": "3", isPaid: "on" };
  const multipart = new FormData();
  for (const [name, value] of Object.entries(expected)) multipart.set(name, value);
  const json = JSON.stringify({
    subject: "Évier",
    lines: [{ quantity: 2 }, { quantity: "3" }],
    isPaid: true,
    note: null,
  });
  const requests = [
    form("subject=%C3%89vier&lines[0][quantity]=2&lines.1.quantity=3&isPaid=on"),
    new Request("http://localhost/x", { method: "POST", body: multipart }),
    posted(json, "application/json; charset=utf-8"),
  ];
  for (const request of requests) assert.deepEqual(Object.fromEntries((await readFields(request)).texts), expected);
});

Deno.test("lines come in the order of their numbers, without the gaps of removed ones", async () => {
  const sent = sentForm(
    await readFields(form("lines.4.label=b&lines.4.vat=2000&lines.0.label=a&lines.x.label=c&other=d")),
  );
  assert.deepEqual(sent.rows("lines"), [{ label: "a" }, { label: "b", vat: "2000" }]);
});

Deno.test("the line ends of a browser become those of a text", async () => {
  const sent = sentForm(await readFields(form("note=a%0D%0Ab%0Dc")));
  assert.equal(sent.text("note"), "a\nb\nc");
});

Deno.test("an empty file field is no file, and a file is kept with its name", async () => {
  const body = new FormData();
  body.set("empty", new File([], ""));
  body.set("logo", new File(["x"], "logo.png", { type: "image/png" }));
  const sent = sentForm(await readFields(new Request("http://localhost/x", { method: "POST", body })));
  assert.equal(sent.file("empty"), null);
  assert.equal(sent.file("logo")?.name, "logo.png");
  assert.equal(sent.hasFiles, true);
});

Deno.test("an id that is none is refused at its field", async () => {
  const sent = sentForm(await readFields(form("customerId=1%27--")));
  assert.throws(
    () => sent.id("customerId"),
    (error) => error instanceof Refusal && error.issues[0]!.field === "customerId",
  );
});

Deno.test("a body without a known type, broken JSON, broken UTF-8 and a bare value are refused", async () => {
  assert.equal(await refusalOf(posted("<x/>", "text/xml")), "415 request.unknown_type");
  assert.equal(await refusalOf(posted("{", "application/json")), "400 request.unreadable");
  assert.equal(await refusalOf(posted("12", "application/json")), "400 request.unreadable");
  assert.equal(
    await refusalOf(posted(new Uint8Array([0x61, 0x3d, 0xff]), "application/x-www-form-urlencoded")),
    "400 request.unreadable",
  );
  assert.equal(await refusalOf(posted("--no\r\n", "multipart/form-data; boundary=yes")), "400 request.unreadable");
});

Deno.test("JSON that is nested too deep is refused, whatever its width", async () => {
  const deep = `${'{"a":'.repeat(50)}1${"}".repeat(50)}`;
  assert.equal(await refusalOf(posted(deep, "application/json")), "400 request.unreadable");
});

Deno.test("too many fields and too many bytes are refused, announced or not", async () => {
  assert.equal(await refusalOf(form("a=1&".repeat(MAX_FIELDS + 1))), "413 request.too_many_fields");
  assert.equal(await refusalOf(form(`a=${"x".repeat(2_000)}`), 1_000), "413 request.too_large");
  const chunks = new ReadableStream({
    pull(controller) {
      controller.enqueue(new TextEncoder().encode("a".repeat(600)));
    },
  });
  assert.equal(await refusalOf(posted(chunks, "application/x-www-form-urlencoded"), 1_000), "413 request.too_large");
});

Deno.test("a field named __proto__ is a field like any other", async () => {
  const sent = sentForm(await readFields(posted('{"__proto__": {"isAdmin": "yes"}, "a": "1"}', "application/json")));
  assert.deepEqual(Object.keys(sent.values).sort(), ["__proto__.isAdmin", "a"]);
  assert.equal((sent.values as Record<string, unknown>).isAdmin, undefined);
});
