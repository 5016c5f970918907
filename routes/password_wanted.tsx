import { describeWeakPassword, type Entered, type WeakPassword } from "../lib/access/mod.ts";
import type { SignClass } from "../lib/identity/mod.ts";
import { isHtmx } from "../lib/platform/web/answer.ts";
import { Actions, ButtonLink, Card, fieldId, type JSX, PublicPage } from "../lib/ui/mod.ts";
import { type OpenContext, pageSettings } from "./handler.ts";
import { paths } from "./paths.ts";
import { whereToGoBack } from "./proof_wanted.tsx";
import { respond, seeOther, wantsJson } from "./respond.tsx";

const SENTENCE = "Les règles de ce dossier demandent un mot de passe plus fort que le vôtre. Rien n’a été fait.";

const KINDS: Readonly<Record<SignClass, string>> = {
  digit: "un chiffre",
  lower: "une minuscule",
  upper: "une majuscule",
  special: "un caractère spécial",
};

/**
 * Answers a dossier whose rules refuse the password of this sign-in: nothing of it is shown or done before another one
 * is chosen, the link is at hand, and every other dossier stays open. In JSON: 403 `request.password_wanted`.
 */
export async function askForPassword(c: OpenContext, { ctx, dossier }: Entered): Promise<Response> {
  // A part of a page cannot hold the reason: the dossier is opened anew, and says it.
  if (!wantsJson(c) && isHtmx(c.req.raw)) return seeOther(c, paths.dossier(dossier.slug));
  const weak = await describeWeakPassword(ctx);
  return respond(c, {
    status: 403,
    json: () => ({ code: "request.password_wanted", sentence: SENTENCE, change: paths.ownProfile() }),
    page: () => <PasswordWanted c={c} companyName={dossier.companyName} weak={weak} />,
  });
}

function PasswordWanted(
  { c, companyName, weak }: { c: OpenContext; companyName: string; weak: WeakPassword },
): JSX.Element {
  const toPassword = `${paths.ownProfile({ retour: whereToGoBack(c) })}#${fieldId("current")}`;
  const { policy, bits, wantedBits, missing } = weak;
  const asked = [`${policy.minLength} caractères au moins`, ...[...policy.needs].map((kind) => KINDS[kind])];
  return (
    <PublicPage {...pageSettings(c)} title="Un mot de passe plus fort">
      <h1>Un mot de passe plus fort</h1>
      <p class="lead">{SENTENCE}</p>
      <Card title={`Ce que demande ${companyName}`}>
        <ul>{asked.map((rule) => <li>{rule}</li>)}</ul>
        <p>
          Le plus faible mot de passe accepté ici vaut {inFrench(wantedBits)} bits
          {bits === null || bits >= wantedBits
            ? "."
            : <>&nbsp;; le vôtre, tel que vous l’avez saisi, {inFrench(bits)} bits.</>}{" "}
          {missing.length > 0 ? `Il lui manque ${missing.map((kind) => KINDS[kind]).join(" et ")}. ` : ""}
          Votre mot de passe lui-même n’est gardé nulle part.
        </p>
        <Actions>
          <ButtonLink kind="primary" href={toPassword}>Changer mon mot de passe</ButtonLink>
          <ButtonLink kind="quiet" href={paths.dossiers()}>Mes autres dossiers</ButtonLink>
        </Actions>
      </Card>
      <p class="hint">
        Vos autres dossiers restent ouverts. Mot de passe oublié ?{" "}
        <a href={paths.forgottenPassword()}>Choisissez-en un nouveau par e-mail</a>.
      </p>
    </PublicPage>
  );
}

function inFrench(bits: number): string {
  return String(bits).replace(".", ",");
}
