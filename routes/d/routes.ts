import type { Routes } from "../handler.ts";
import { activityRoutes } from "./activity.tsx";
import { archiveRoutes } from "./archives.tsx";
import { attestationRoutes } from "./attestations.tsx";
import { closureRoutes } from "./closures.tsx";
import { ownAnchorRoutes } from "./anchors.tsx";
import { companyRoutes } from "./company.tsx";
import { companySignInRoutes } from "./company_sign_in.tsx";
import { ibanRoutes } from "./company_iban_answers.tsx";
import { controlRoutes } from "./control.tsx";
import { exitRoutes } from "./exit.tsx";
import { customerRoutes } from "./customers.tsx";
import { itemRoutes } from "./items.tsx";
import { memberRoutes } from "./members.tsx";
import { proposalRoutes } from "./documents_proposals.tsx";
import { invoiceRoutes } from "./invoices.ts";
import { dossierSecurityRoutes } from "./security.tsx";
import { numberingRoutes } from "./numbering.tsx";
import { pieceRoutes } from "./pieces.tsx";
import { paymentRoutes } from "./payments.tsx";
import { proofRoutes } from "./proofs.tsx";
import { sizeRoutes } from "./size.tsx";
import { quoteRoutes } from "./quotes.ts";
import { subscriptionRoutes } from "./subscription.tsx";
import { dashboardRoutes } from "./dashboard.tsx";

/** The pages of a dossier, one file a list of documents. */
export const routes: Routes = {
  ...dashboardRoutes,
  ...companyRoutes,
  ...subscriptionRoutes,
  ...companySignInRoutes,
  ...ibanRoutes,
  ...controlRoutes,
  ...customerRoutes,
  ...itemRoutes,
  ...quoteRoutes,
  ...invoiceRoutes,
  ...paymentRoutes,
  ...proposalRoutes,
  ...memberRoutes,
  ...numberingRoutes,
  ...pieceRoutes,
  ...activityRoutes,
  ...proofRoutes,
  ...sizeRoutes,
  ...ownAnchorRoutes,
  ...archiveRoutes,
  ...exitRoutes,
  ...attestationRoutes,
  ...closureRoutes,
  ...dossierSecurityRoutes,
};
