/** What the gallery's scripts ask for: proposals and the saving of drafts. */
import { type ComboboxOption, ComboboxOptions } from "../../../lib/ui/mod.ts";

const PROPOSALS: Readonly<Record<string, readonly ComboboxOption[]>> = {
  "/propositions/clients": [
    { id: "c1", label: "Dupont SARL", detail: "Nantes · SIREN 732 829 320" },
    { id: "c2", label: "Durand Électricité", detail: "Rezé" },
  ],
  "/propositions/articles": [
    { id: "p1", label: "Pose d’évier", detail: "240,00 € · u", fill: { price: "240,00", vat: "1000", unit: "u" } },
  ],
};

/** Bodies of the drafts saved, in order; a test reads them. */
export const savedDrafts: URLSearchParams[] = [];

/** Forms sent, in order. */
export const sentForms: string[] = [];

/** Answers proposals, drafts and forms; null for every other address. */
export async function answerCompanion(request: Request, url: URL): Promise<Response | null> {
  const options = PROPOSALS[url.pathname];
  if (options) {
    const wanted = (url.searchParams.get("q") ?? "").toLowerCase();
    const found = options.filter((option) => option.label.toLowerCase().includes(wanted));
    const create = { label: `Créer « ${wanted} »`, href: "/formulaire" };
    return new Response(String(<ComboboxOptions options={found} create={create} />), {
      headers: { "content-type": "text/html" },
    });
  }
  if (url.pathname === "/redaction/brouillon") {
    savedDrafts.push(new URLSearchParams(await request.text()));
    return new Response("brouillon enregistré 14:33", {
      headers: { "X-Version": "2", "Content-Location": "/redaction?id=1" },
    });
  }
  if (request.method === "POST") {
    sentForms.push(await request.text());
    return new Response(null, { status: 204 });
  }
  return null;
}
