import type { Right } from "../../lib/base/ctx.ts";
import { Refusal } from "../../lib/base/refusal.ts";
import { type Logo, openLogo } from "../../lib/company/mod.ts";
import { contentDisposition } from "../../lib/platform/storage/signed_response.ts";
import { LruCache } from "../../lib/platform/pdf/lru_cache.ts";
import {
  answerQuote,
  fileOf,
  openLink,
  previewDocument,
  type PublicDocument,
  type SalesDocument,
} from "../../lib/sales/mod.ts";
import { issuerStylesheet } from "../../lib/ui/mod.ts";
import type { OpenContext, Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond, submit } from "../respond.tsx";
import { drawCard } from "./document_card.ts";
import { DECLINED_BY, LinkPage, notAnsweredHere } from "./document_page.tsx";
import { type LinkEntrance, openByLink } from "./link_entrance.ts";

/** What a customer opens by the link of a mail, without an account. */
export const publicDocumentRoutes: Routes = {
  "GET /document/:token": show,
  "GET /document/:token/pdf": sendPdf,
  "GET /document/:token/carte.png": sendCard,
  "GET /document/:token/couleur.css": sendColour,
  "GET /document/:token/logo": sendLogo,
  "POST /document/:token/reponse": answer,
};

/** What reading one document takes; the secret says which. */
const READING: readonly Right[] = ["quotes:read", "invoices:read", "company:read"];
/** A card never changes under its link: the last ones are kept. */
const CARDS_KEPT = 50;
const cards = new LruCache<string, Promise<Uint8Array<ArrayBuffer>>>(CARDS_KEPT);

/** A document that was let in to be read, and the ctx to read it with. */
export interface OpenedLink extends PublicDocument, LinkEntrance {}

async function show(c: OpenContext): Promise<Response> {
  const link = await open(c);
  const page = await pageOf(c, link, undefined);
  return respond(c, { json: () => jsonOf(link), page: () => page });
}

/** What the link says to a program; of a quote that is being written anew only that it is. */
function jsonOf({ document, answer }: OpenedLink): unknown {
  const { kind, number, state } = document;
  if (isWithdrawn(document)) return { document: { kind, number, state } };
  const { subject, issueOn, dueOn, validUntil, grossCents, paidCents, creditedCents } = document;
  return {
    document: { kind, number, state, subject, issueOn, dueOn, validUntil, grossCents, paidCents, creditedCents },
    answer: answer && { answer: answer.answer, signer: answer.signer, at: answer.at },
  };
}

/** An edited quote is no offer before it is sent again: the new words are nobody's business yet. */
function isWithdrawn({ state }: Pick<SalesDocument, "state">): boolean {
  return state === "draft";
}

/** The sealed bytes. A quote that is being written anew has none to show. */
async function sendPdf(c: OpenContext): Promise<Response> {
  const { ctx, document } = await open(c);
  if (isWithdrawn(document)) throw withdrawn();
  const { name, file } = await fileOf(ctx, document);
  return c.body(file.body, 200, {
    "content-type": "application/pdf",
    "content-length": String(file.bytes),
    "content-disposition": contentDisposition("attachment", name),
    "cache-control": "private, no-store",
  });
}

/** What a message shows for the link: who, what, which number; no amount, no customer. */
async function sendCard(c: OpenContext): Promise<Response> {
  const { document, token } = await open(c);
  const bytes = await cards.getOrMake(`${token}/${document.number}`, () => drawCard(document));
  return c.body(bytes, 200, { "content-type": "image/png", "cache-control": "private, max-age=86400" });
}

async function sendColour(c: OpenContext): Promise<Response> {
  const { document } = await open(c);
  return c.body(issuerStylesheet(document.seller?.accentColor ?? ""), 200, {
    "content-type": "text/css; charset=utf-8",
    "cache-control": "private, max-age=3600",
  });
}

async function sendLogo(c: OpenContext): Promise<Response> {
  const logo = await logoOf(await open(c));
  if (!logo) throw dead();
  return c.body(new Uint8Array(logo.bytes), 200, {
    "content-type": logo.mime,
    "cache-control": "private, max-age=3600",
  });
}

/** The customer's answer to a quote. Only this changes anything: opening a link never does. */
async function answer(c: OpenContext): Promise<Response> {
  const link = await open(c);
  return await submit(c, {
    run: (form) => {
      if (link.isLocked) throw locked(link.document);
      return answerQuote(link.ctx, {
        secret: link.secret,
        form: {
          answer: form.text("answer") === "declined" ? "declined" : "accepted",
          signer: form.text("signer") || form.text(DECLINED_BY),
          agree: form.text("agree"),
          reason: form.text("reason"),
        },
      });
    },
    goTo: () => paths.publicDocument(link.token),
    json: () => ({ answer: "recorded" }),
    again: (state) => pageOf(c, link, state),
  });
}

async function pageOf(c: OpenContext, link: OpenedLink, refused: Parameters<typeof LinkPage>[0]["refused"]) {
  const [preview, logo] = await Promise.all([
    isWithdrawn(link.document) ? null : previewDocument(link.ctx, link.document.id),
    logoOf(link),
  ]);
  return <LinkPage c={c} link={link} preview={preview} logo={logo} refused={refused} />;
}

async function logoOf({ ctx, document }: OpenedLink): Promise<Logo | null> {
  const id = document.seller?.logoId;
  return id ? await openLogo(ctx, id) : null;
}

async function open(c: OpenContext): Promise<OpenedLink> {
  const token = c.req.param("token") ?? "";
  const opened = await openByLink(c, {
    token,
    rights: READING,
    open: async (entrance) => ({ ...await openLink(entrance.ctx, entrance.secret), ...entrance }),
  });
  if (!opened) throw dead();
  return opened;
}

function dead(): Refusal {
  return new Refusal(404, [{
    code: "sales.link_dead",
    sentence: "Ce lien ne mène plus à rien : il est inconnu, expiré, ou a été remplacé. Demandez-en un nouveau à " +
      "l’entreprise qui vous l’a envoyé.",
  }]);
}

function withdrawn(): Refusal {
  const sentence = "Ce devis est en cours de modification : vous recevrez la nouvelle version.";
  return new Refusal(409, [{ code: "sales.quote_withdrawn", sentence }]);
}

/** Why is between the company and us: its customer is told what to do. */
function locked({ seller }: SalesDocument): Refusal {
  return new Refusal(423, [{ code: "sales.not_answered_here", sentence: notAnsweredHere(seller?.name) }]);
}
