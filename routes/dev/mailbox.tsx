// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { contentDisposition } from "../../lib/platform/storage/signed_response.ts";
import { formatInstant } from "../../lib/base/dates.ts";
import { Card, Empty, Facts, InstantText, type JSX, PublicPage, Table } from "../../lib/ui/mod.ts";
import type { KeptMail } from "../../lib/platform/mailbox.ts";
import { notFound, type OpenContext, pageSettings, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond } from "../respond.tsx";

/** The mailbox of a demo: every message that the program would have sent, on this machine. */
export const routes: Routes = {
  "GET /dev/courrier": listMails,
  "GET /dev/courrier/:message": showMail,
  "GET /dev/courrier/:message/:part": openAttachment,
};

async function listMails(c: OpenContext): Promise<Response> {
  const mails = await mailboxOf(c).list();
  return respond(c, {
    json: () => ({ mails: mails.map((mail) => ({ ...mail, attachments: mail.attachments.map(factsOf) })) }),
    page: () => <MailboxPage c={c} mails={mails} />,
  });
}

async function showMail(c: OpenContext): Promise<Response> {
  const mail = await findMail(c);
  return respond(c, {
    json: () => ({ ...mail, attachments: mail.attachments.map(factsOf) }),
    page: () => <MailPage c={c} mail={mail} />,
  });
}

/** An attachment by its place, for download only: nothing of a message is run on our address. */
async function openAttachment(c: OpenContext): Promise<Response> {
  const { attachments } = await findMail(c);
  const file = attachments[Number(c.req.param("part"))];
  if (!file) throw notFound();
  return c.body(file.bytes, 200, {
    "content-type": file.contentType,
    "content-disposition": contentDisposition("attachment", file.filename),
    "cache-control": "private, no-store",
  });
}

function mailboxOf(c: OpenContext) {
  const { mailbox } = c.get("edge");
  if (!mailbox) throw notFound();
  return mailbox;
}

async function findMail(c: OpenContext): Promise<KeptMail> {
  const mail = await mailboxOf(c).find(c.req.param("message") ?? "");
  if (!mail) throw notFound();
  return mail;
}

function factsOf({ filename, contentType, bytes }: KeptMail["attachments"][number]) {
  return { filename, contentType, bytes: bytes.length };
}

function MailboxPage({ c, mails }: { c: OpenContext; mails: readonly KeptMail[] }): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title="Boîte locale" aside={<a href={paths.home()}>Accueil</a>} wide>
      <h1>Boîte locale</h1>
      <p class="lead">Cette démonstration n’envoie rien : les messages qui seraient partis sont ici.</p>
      <Table
        caption="Messages gardés"
        columns={[
          { label: "Objet", cell: (mail) => mail.subject, grow: true },
          { label: "Pour", cell: (mail) => mail.to.join(", ") },
          { label: "Gardé le", cell: (mail) => <InstantText instant={mail.at} /> },
        ]}
        rows={mails}
        rowHref={(mail) => paths.mail(mail.id)}
        empty={<Empty title="Aucun message">Inscrivez-vous ou envoyez un devis : le message arrive ici.</Empty>}
      />
    </PublicPage>
  );
}

function MailPage({ c, mail }: { c: OpenContext; mail: KeptMail }): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title={mail.subject} aside={<a href={paths.mailbox()}>Boîte locale</a>} wide>
      <h1>{mail.subject}</h1>
      <Facts
        facts={[
          { term: "De", value: mail.from },
          { term: "Pour", value: mail.to.join(", ") },
          { term: "Gardé le", value: formatInstant(mail.at) },
        ]}
      />
      <Card>
        <MailText text={mail.text} />
      </Card>
      {mail.attachments.length > 0
        ? (
          <Card title="Pièces jointes">
            <ul>
              {mail.attachments.map((file, index) => (
                <li>
                  <a href={paths.mailPart(mail.id, index)} download>{file.filename}</a>
                </li>
              ))}
            </ul>
          </Card>
        )
        : null}
    </PublicPage>
  );
}

/** The text part, its addresses made links: what a reader without HTML sees, and nothing that could run. */
function MailText({ text }: { text: string }): JSX.Element {
  return (
    <>
      {text.split(/\n{2,}/).map((paragraph) => (
        <p>
          {paragraph.split(/(https?:\/\/[^\s<>]+)/).map((piece, index) =>
            index % 2 === 1 ? <a href={piece}>{piece}</a> : piece
          )}
        </p>
      ))}
    </>
  );
}
