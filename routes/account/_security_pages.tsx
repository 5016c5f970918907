// deno-lint-ignore-file jsx-key -- pages are text: a key would be written into it
import { type Factors, MAX_PASSKEY_NAME, type TotpDraft } from "../../lib/identity/mod.ts";
import { qrCode, qrPath } from "../../lib/platform/qr.ts";
import {
  Actions,
  Banner,
  Button,
  ButtonLink,
  Card,
  Confirm,
  ErrorSummary,
  Fold,
  Form,
  type FormState,
  InstantText,
  issueOf,
  type JSX,
  Reason,
  State,
  Steps,
  TextField,
} from "../../lib/ui/mod.ts";
import type { PersonContext } from "../handler.ts";
import { paths } from "../paths.ts";
import { PasskeyForm } from "../../lib/ui/mod.ts";
import { AccountPage } from "./frame.tsx";

const SCRIPTS = ["passkeys.js"] as const;

/** How the signed-in person proves himself at sign-in; everything on it may be changed here. */
export function SecurityPage(
  props: { c: PersonContext; factors: Factors; back: string; isWanted?: boolean; state?: FormState | undefined },
): JSX.Element {
  const { c, factors, back, state } = props;
  const shown = { factors, back, state };
  return (
    <AccountPage c={c} title="Sécurité" place="security" scripts={SCRIPTS}>
      {props.isWanted && !factors.any
        ? (
          <Banner kind="warning" title="Une deuxième étape est demandée.">
            L’administrateur de ce dossier veut que chacun confirme sa connexion. Choisissez un moyen ci-dessous.
          </Banner>
        )
        : null}
      {factors.any && back ? <WayBack back={back} /> : null}
      {/* The field of a new passkey shows its own reason; what belongs to no field stands here. */}
      <ErrorSummary issues={state ? state.issues : []} />
      <p class="lead">
        {factors.any
          ? "Votre connexion demande deux étapes : le mot de passe ne suffit pas à qui l’aurait appris."
          : "Ajoutez une deuxième étape : le mot de passe ne suffira plus à qui l’aurait appris."}
      </p>
      <TotpCard {...shown} />
      <PasskeysCard {...shown} />
      <MailCard {...shown} />
      <RecoveryCard {...shown} />
    </AccountPage>
  );
}

/** What the cards share: the factors, the page to go back to, and why an act was refused. */
interface Shown {
  readonly factors: Factors;
  readonly back: string;
  readonly state: FormState | undefined;
}

/** Name under which the refusals of a passkey's acts are shown. */
export function passkeyField(passkeyId: string): string {
  return `passkey-${passkeyId}`;
}

/** Once the factor is there, back to the page that wanted it. */
function WayBack({ back }: { back: string }): JSX.Element {
  return (
    <Banner
      kind="success"
      title="Votre deuxième étape est en place."
      action={<ButtonLink kind="primary" href={back}>Revenir au dossier</ButtonLink>}
      flash
    >
      Des codes de secours, plus bas, vous éviteront de rester dehors sans elle.
    </Banner>
  );
}

function hiddenBack(back: string): Readonly<Record<string, string>> {
  return back ? { back } : {};
}

/** The secret of an application's codes, as a picture and in letters, and the field of the first code. */
export function TotpPage(
  { c, draft, back, state }: { c: PersonContext; draft: TotpDraft; back: string; state?: FormState | undefined },
): JSX.Element {
  const { size, bars } = qrCode(draft.uri);
  return (
    <AccountPage c={c} place="security" title="Ajouter une application de codes">
      <Steps
        title="En trois gestes"
        steps={[
          "Ouvrez votre application (Aegis, 2FAS, Google Authenticator…) et ajoutez un compte.",
          <span>
            Photographiez ce carré, ou saisissez la clé&nbsp;: <code>{draft.secret}</code>
          </span>,
          "Saisissez ci-dessous les six chiffres qu’elle montre.",
        ]}
      />
      <svg viewBox={`0 0 ${size} ${size}`} width="220" height="220" role="img" aria-label="Code QR de la clé">
        <rect width={size} height={size} fill="#fff" />
        <path d={qrPath(bars)} fill="#000" />
      </svg>
      <Card>
        <Form action={paths.totpCode()} state={state} hidden={hiddenBack(back)}>
          <TextField
            name="code"
            label="Six chiffres"
            inputmode="numeric"
            autocomplete="one-time-code"
            width="short"
            form={state}
          />
          <Button kind="primary">Activer</Button>
        </Form>
      </Card>
      <p>
        <a href={paths.security(back)}>Renoncer</a>
      </p>
    </AccountPage>
  );
}

/** A new set of recovery codes, shown this once. */
export function RecoveryPage(
  { c, codes, back }: { c: PersonContext; codes: readonly string[]; back: string },
): JSX.Element {
  return (
    <AccountPage c={c} place="security" title="Vos codes de secours">
      <p class="lead">
        Notez-les ou imprimez-les maintenant : ils ne seront plus montrés. Chacun sert une fois, quand votre téléphone
        ou votre clé manque.
      </p>
      <Card>
        <ul class="codes">
          {codes.map((code) => (
            <li>
              <code>{code}</code>
            </li>
          ))}
        </ul>
      </Card>
      <Actions>
        <ButtonLink kind="primary" href={back || paths.security()}>Je les ai notés</ButtonLink>
      </Actions>
    </AccountPage>
  );
}

function TotpCard({ factors, back, state }: Shown): JSX.Element {
  return (
    <Card title="Application de codes" action={<OnOff isOn={factors.totp} />}>
      <Reason form={state} name="totp" />
      <p>Une application de votre téléphone montre six chiffres, nouveaux toutes les trente secondes.</p>
      {factors.totp
        ? (
          <Confirm
            label="Retirer"
            confirm="Retirer l’application"
            consequence="La connexion ne demandera plus ces codes."
            action={paths.totpRemoval()}
            hidden={hiddenBack(back)}
          />
        )
        : (
          <Form action={paths.totp()} hidden={hiddenBack(back)}>
            <Button>Ajouter une application</Button>
          </Form>
        )}
    </Card>
  );
}

function PasskeysCard({ factors, back, state }: Shown): JSX.Element {
  return (
    <Card title="Clés d’accès" action={<OnOff isOn={factors.passkeys.length > 0} />}>
      <p>Votre téléphone, votre ordinateur ou une clé USB vous reconnaît : ni mot de passe, ni code à recopier.</p>
      {factors.passkeys.map((passkey) => <PasskeyRow passkey={passkey} back={back} state={state} />)}
      <PasskeyForm
        kind="create"
        action={paths.passkeys()}
        options={paths.passkeyRequest()}
        hidden={hiddenBack(back)}
        label="Ajouter une clé"
      >
        <TextField
          name="name"
          label="Nom de la clé"
          hint="Pour la reconnaître : « Téléphone », « Ordinateur du bureau »."
          maxlength={MAX_PASSKEY_NAME}
          form={state}
        />
      </PasskeyForm>
      <noscript>
        <p class="hint">Ajouter une clé demande que JavaScript soit permis pour cette page.</p>
      </noscript>
    </Card>
  );
}

function PasskeyRow(
  { passkey, back, state }: { passkey: Factors["passkeys"][number] } & Omit<Shown, "factors">,
): JSX.Element {
  const used = passkey.lastUsedAt, field = passkeyField(passkey.id);
  return (
    <Fold title={passkey.name} hint={used ? "utilisée" : "jamais utilisée"} open={Boolean(issueOf(state, field))}>
      <Reason form={state} name={field} />
      <p class="hint">
        Ajoutée le <InstantText instant={passkey.createdAt} />
        {used
          ? (
            <>
              , utilisée le <InstantText instant={used} />
            </>
          )
          : null}.
      </p>
      <Form action={paths.passkey(passkey.id)} hidden={hiddenBack(back)}>
        <label>
          Nom <input name="name" value={passkey.name} maxlength={MAX_PASSKEY_NAME} required />
        </label>
        <Button small>Renommer</Button>
      </Form>
      <Confirm
        label="Retirer"
        confirm="Retirer cette clé"
        consequence="Elle n’ouvrira plus votre compte."
        action={paths.passkeyRemoval(passkey.id)}
        hidden={hiddenBack(back)}
      />
    </Fold>
  );
}

function MailCard({ factors, back, state }: Shown): JSX.Element {
  return (
    <Card title="Code par e-mail" action={<OnOff isOn={factors.mailCode} />}>
      <Reason form={state} name="mailCode" />
      <p>Six chiffres sont envoyés à votre adresse à chaque connexion. Ils valent dix minutes.</p>
      <Form action={paths.mailCode()} hidden={{ on: factors.mailCode ? "non" : "oui", ...hiddenBack(back) }}>
        <Button>{factors.mailCode ? "Ne plus demander ce code" : "Demander un code par e-mail"}</Button>
      </Form>
    </Card>
  );
}

function RecoveryCard({ factors, back }: Shown): JSX.Element | null {
  if (!factors.any) return null;
  const { recoveryLeft } = factors;
  return (
    <Card title="Codes de secours" action={<OnOff isOn={recoveryLeft > 0} />}>
      <p>
        {recoveryLeft > 0
          ? `Il vous reste ${recoveryLeft} code${recoveryLeft > 1 ? "s" : ""} sur dix. En créer de nouveaux les efface.`
          : "Sans eux, un téléphone perdu vous laisse dehors."}
      </p>
      <Form action={paths.recoveryCodes()} hidden={hiddenBack(back)}>
        <Button>{recoveryLeft > 0 ? "Créer de nouveaux codes" : "Créer dix codes"}</Button>
      </Form>
    </Card>
  );
}

function OnOff({ isOn }: { isOn: boolean }): JSX.Element {
  return <State tone={isOn ? "done" : "draft"} word={isOn ? "activé" : "non activé"} />;
}
