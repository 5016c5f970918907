import { Banner, Button, type Child, Form, type JSX, type PageProps, PublicPage, Tabs } from "../../lib/ui/mod.ts";
import { pageSettings, type PersonContext } from "../handler.ts";
import { paths } from "../paths.ts";

/** The places of an account, in their order. */
const PLACES = [
  { key: "memberships", label: "Adhésions", href: paths.account() },
  { key: "profile", label: "Compte", href: paths.ownProfile() },
  { key: "security", label: "Sécurité", href: paths.security() },
  { key: "devices", label: "Appareils", href: paths.devices() },
] as const;

/** A page of an account. */
export interface AccountPageProps {
  readonly c: PersonContext;
  readonly title: string;
  /** The place that the page belongs to. */
  readonly place: (typeof PLACES)[number]["key"];
  /** What was just done, by the word in `?fait=`. */
  readonly says?: Readonly<Record<string, string>>;
  readonly scripts?: PageProps["scripts"];
  readonly children?: Child;
}

/** The frame of what concerns the person and no dossier: back to the dossiers, the places of the account. */
export function AccountPage({ c, title, place, says = {}, scripts, children }: AccountPageProps): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title={title} scripts={scripts} aside={<Ways />} wide="medium">
      <Tabs label="Votre compte" tabs={PLACES.map((tab) => ({ ...tab, current: tab.key === place }))} />
      <Done word={c.req.query("fait")} says={says} />
      <h1>{title}</h1>
      {children}
    </PublicPage>
  );
}

function Done(
  { word = "", says }: { word: string | undefined; says: Readonly<Record<string, string>> },
): JSX.Element | null {
  return Object.hasOwn(says, word) ? <Banner kind="success" flash>{says[word]}</Banner> : null;
}

function Ways(): JSX.Element {
  return (
    <>
      <a href={paths.dossiers("tous")}>Vos dossiers</a>
      <Form action={paths.signOut()} class="inline">
        <Button kind="quiet">Se déconnecter</Button>
      </Form>
    </>
  );
}
