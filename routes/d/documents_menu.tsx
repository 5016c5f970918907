import { allows, type DocumentHead } from "../../lib/sales/mod.ts";
import { Button, Form, type JSX, Menu } from "../../lib/ui/mod.ts";
import { type DossierContext, freshId } from "../handler.ts";
import { paths } from "../paths.ts";
import { KINDS, rightOn } from "./documents_words.ts";
import { may, slugOf } from "./here.tsx";

/** The quiet acts on a document: copy, delete; what cannot be done says why. */
export function DocumentMenu({ c, document }: { c: DossierContext; document: DocumentHead }): JSX.Element | null {
  if (!may(c, rightOn(document.kind, "write"))) return null;
  const slug = slugOf(c), words = KINDS[document.kind];
  return (
    <Menu label="Plus" end>
      {allows(document, "copy") && document.kind !== "credit_note"
        ? (
          <Form action={paths.documentAct(slug, document, "copie")} hidden={{ newId: freshId(c) }} class="menu-form">
            <Button kind="quiet">Copier en nouveau brouillon</Button>
          </Form>
        )
        : null}
      {allows(document, "delete")
        ? (
          <Form action={paths.documentAct(slug, document, "suppression")} class="menu-form">
            <Button kind="quiet" icon="trash">Supprimer le brouillon</Button>
          </Form>
        )
        : <p class="hint menu-note">{whyNotDeleted(words.this, document)}</p>}
    </Menu>
  );
}

/** DOC-11: no bin on what the law keeps, and the reason instead. */
function whyNotDeleted(what: string, { kind }: DocumentHead): string {
  const name = what.slice(0, 1).toUpperCase() + what.slice(1);
  if (kind === "quote") return `${name} a été envoyé : il ne s’efface plus, sa trace reste.`;
  return `${name} ne s’efface pas : loi contre la fraude à la TVA (CGI art. 286). ` +
    (kind === "invoice" ? "Pour la corriger, faites un avoir." : "");
}
