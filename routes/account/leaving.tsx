import { eraseAccount, exportAccount, type LastPost, listLastPosts } from "../../lib/access/mod.ts";
import { jsonText } from "../../lib/platform/web/json.ts";
import { contentDisposition } from "../../lib/platform/storage/signed_response.ts";
import {
  Actions,
  Banner,
  Button,
  Card,
  Form,
  type FormState,
  type JSX,
  PublicPage,
  TextField,
} from "../../lib/ui/mod.ts";
import { type OpenContext, pageSettings, type PersonContext, personCtx, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond, submit } from "../respond.tsx";
import { forgetSession } from "../session.ts";
import { AccountPage } from "./frame.tsx";

export const leavingRoutes: Routes = {
  "GET /compte/donnees": sendData,
  "GET /compte/suppression": showDeletion,
  "POST /compte/suppression": leave,
  "GET /compte/supprime": showGone,
};

/** A file in every case: it is made to be taken away. */
async function sendData(c: PersonContext): Promise<Response> {
  const data = await exportAccount(personCtx(c));
  const memberships = data.memberships.map(({ tenantId: _, ...dossier }) => dossier);
  return c.body(jsonText({ ...data, memberships }), 200, {
    "content-type": "application/json",
    "content-disposition": contentDisposition("attachment", "mes données Paraphe.json"),
    "cache-control": "private, no-store",
  });
}

type LastPosts = readonly LastPost[];

async function showDeletion(c: PersonContext): Promise<Response> {
  const posts = await listLastPosts(personCtx(c));
  return respond(c, {
    json: () => ({ fields: ["confirmation"], lastPosts: posts }),
    page: () => <DeletionPage c={c} posts={posts} />,
  });
}

async function leave(c: PersonContext): Promise<Response> {
  return await submit(c, {
    run: async (form) => {
      await eraseAccount(personCtx(c), { confirmation: form.text("confirmation") });
      forgetSession(c);
    },
    goTo: paths.accountGone,
    json: () => ({ erased: true }),
    again: async (state) => <DeletionPage c={c} posts={await listLastPosts(personCtx(c))} state={state} />,
  });
}

function showGone(c: OpenContext): Response {
  return respond(c, {
    json: () => ({ erased: true }),
    page: () => (
      <PublicPage {...pageSettings(c)} title="Compte supprimé">
        <h1>Votre compte est supprimé</h1>
        <p class="lead">Un dernier message vous le confirme. Merci d’avoir travaillé avec Paraphe.</p>
        <p>
          <a href={paths.home()}>Revenir à l’accueil</a>
        </p>
      </PublicPage>
    ),
  });
}

function DeletionPage({ c, posts, state }: { c: PersonContext; posts: LastPosts; state?: FormState }): JSX.Element {
  const { email } = c.get("person");
  return (
    <AccountPage c={c} title="Supprimer mon compte" place="profile">
      {posts.length > 0 ? <StillNeeded posts={posts} /> : null}
      <Card title="Ce qui disparaît aussitôt">
        <ul>
          <li>votre accès, sur tous vos appareils, et vos places dans tous les dossiers ;</li>
          <li>votre nom, votre adresse, votre mot de passe et vos moyens de vous identifier ;</li>
          <li>votre nom dans « Qui a fait quoi », remplacé par « Personne effacée ».</li>
        </ul>
      </Card>
      <Card title="Ce qui reste, parce que la loi l’impose">
        <ul>
          <li>
            les factures et les documents scellés des entreprises, pendant dix ans, sans votre nom d’utilisateur ;
          </li>
          <li>le journal de sécurité, pendant douze mois, sans dire que c’était vous ;</li>
          <li>les sauvegardes, pendant trente-cinq jours, hors de portée de tous.</li>
        </ul>
      </Card>
      {posts.length > 0 ? null : (
        <Card title="Supprimer">
          <Form action={paths.accountDeletion()} state={state}>
            <TextField
              name="confirmation"
              label={`Recopiez votre adresse (${email}) pour confirmer`}
              type="email"
              form={state}
            />
            <p class="hint">Personne ne pourra revenir en arrière.</p>
            <Actions>
              <Button kind="danger">Supprimer mon compte</Button>
            </Actions>
          </Form>
        </Card>
      )}
    </AccountPage>
  );
}

function StillNeeded({ posts }: { posts: LastPosts }): JSX.Element {
  return (
    <Banner kind="warning" title="Il reste quelque chose à régler d’abord.">
      {posts.length === 1 ? "Ce dossier a besoin de vous :" : `Ces ${posts.length} dossiers ont besoin de vous :`}
      <ul>
        {posts.map((post) => (
          <li>
            <strong>{post.companyName}</strong> : vous y êtes {post.why}. <WhatToDo post={post} />
          </li>
        ))}
      </ul>
      Un dossier dont plus personne n’a besoin se ferme sur demande : cela ne se fait pas encore depuis ces pages,{" "}
      <a href={paths.contact()}>écrivez-nous</a>.
    </Banner>
  );
}

function WhatToDo({ post }: { post: LastPost }): JSX.Element {
  const { slug, isAdministrator, isOnlyOwner, others, isOpen } = post;
  if (!isOpen) {
    return (
      <>
        Il est suspendu ou son essai est terminé : ses membres ne changent plus.{" "}
        <a href={paths.contact()}>Demandez-nous de le fermer</a>.
      </>
    );
  }
  if (!isAdministrator) return <>Demandez à un administrateur de ce dossier de désigner un autre titulaire.</>;
  const members = paths.members(slug);
  if (others === 0) {
    return (
      <>
        Vous y êtes seul : <a href={members}>invitez quelqu’un</a>, puis désignez-le titulaire.
      </>
    );
  }
  return isOnlyOwner
    ? (
      <>
        <a href={members}>Ouvrez ses membres</a> et désignez un autre titulaire.
      </>
    )
    : (
      <>
        <a href={members}>Ouvrez ses membres</a> et donnez à quelqu’un d’autre le profil Administrateur.
      </>
    );
}
