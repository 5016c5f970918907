import { Actions, ButtonLink, Card, PublicPage, Steps } from "../../lib/ui/mod.ts";
import { type OpenContext, pageSettings, type Routes } from "../handler.ts";
import { paths } from "../paths.ts";
import { respond } from "../respond.tsx";

export const routes: Routes = { "GET /": showHome };

const PROMISES = [
  ["Des factures en règle", "Numéros sans trou, mentions légales et TVA vérifiées avant l’envoi, format Factur-X."],
  ["Des devis que l’on accepte en ligne", "Votre client lit, accepte et signe d’un clic, sans créer de compte."],
  ["Une preuve à chaque étape", "Chaque document émis est scellé : personne ne peut le changer, pas même nous."],
] as const;

function showHome(c: OpenContext): Response {
  const { hostingStatement } = c.get("edge");
  return respond(c, {
    json: () => ({ name: "Paraphe", version: c.get("edge").version, signUp: paths.signUp() }),
    page: () => (
      <PublicPage
        {...pageSettings(c)}
        title="Devis et factures pour les entreprises françaises"
        description="Devis, factures électroniques et encaissements, en règle et sans y penser. Essai de 30 jours."
        aside={<a href={paths.signIn()}>Se connecter</a>}
        listed
      >
        <h1>Devis et factures, en règle et sans y penser</h1>
        <p class="lead">Essayez trente jours avec vos vrais clients. Sans carte bancaire, sans engagement.</p>
        <Actions>
          <ButtonLink kind="primary" href={paths.signUp()}>Essayer gratuitement</ButtonLink>
          <ButtonLink href={paths.offers()}>Nos offres</ButtonLink>
          <ButtonLink href={paths.signIn()}>J’ai déjà un compte</ButtonLink>
        </Actions>
        {PROMISES.map(([title, words]) => (
          <Card title={title}>
            <p>{words}</p>
          </Card>
        ))}
        <Steps
          title="Pour commencer"
          steps={[
            "Votre adresse, le nom de l’entreprise, un mot de passe.",
            "Un clic dans le mail que vous recevez.",
            "Votre dossier est ouvert : le premier devis peut partir.",
          ]}
        />
        {hostingStatement ? <p class="hint">{hostingStatement}</p> : null}
      </PublicPage>
    ),
  });
}
