import { type Child, type JSX, PublicPage, Steps } from "../../lib/ui/mod.ts";
import { type OpenContext, pageSettings } from "../handler.ts";
import { DemoMailbox } from "./demo_mailbox.tsx";

/** What the page says after a mail was sent, the same for every address. */
export interface LookAtMailProps {
  readonly c: OpenContext;
  /** Where the mail went, without telling whether an account is there. */
  readonly lead: string;
  /** What to do when the mail is there. */
  readonly steps: readonly string[];
  /** How long its link is good for: `24 heures`. */
  readonly lifetime: string;
  /** What else may be done. */
  readonly children?: Child;
}

/** « Regardez vos mails »: where a public form leads whose answer comes by mail. */
export function LookAtMailPage({ c, lead, steps, lifetime, children }: LookAtMailProps): JSX.Element {
  return (
    <PublicPage {...pageSettings(c)} title="Regardez vos mails">
      <h1>Regardez vos mails</h1>
      <p class="lead">{lead}</p>
      <Steps
        title="Et ensuite ?"
        steps={[
          "Ouvrez le message et suivez son lien.",
          ...steps,
          `Le lien vaut ${lifetime}. Rien reçu ? Regardez dans les indésirables.`,
        ]}
      />
      {children}
      <DemoMailbox c={c} />
    </PublicPage>
  );
}
