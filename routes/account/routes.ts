import type { Routes } from "../handler.ts";
import { contactRoutes } from "./contact.tsx";
import { companySignInRoutes } from "./company_sign_in.tsx";
import { captchaRoutes } from "./captcha.tsx";
import { dossierRoutes } from "./dossiers.tsx";
import { proofRoutes } from "./proof.tsx";
import { forgottenRoutes } from "./forgotten.tsx";
import { newDossierRoutes } from "./new_dossier.tsx";
import { invitationRoutes } from "./invitation.tsx";
import { secondStepRoutes } from "./second_step.tsx";
import { securityRoutes } from "./security.tsx";
import { signInRoutes } from "./sign_in.tsx";
import { signUpRoutes } from "./sign_up.tsx";
import { unblockRoutes } from "./unblock.tsx";

/** Coming in and going out: sign-up, confirmation, sign-in, choice of a dossier. */
export const routes: Routes = {
  ...signUpRoutes,
  ...signInRoutes,
  ...companySignInRoutes,
  ...dossierRoutes,
  ...proofRoutes,
  ...forgottenRoutes,
  ...contactRoutes,
  ...unblockRoutes,
  ...newDossierRoutes,
  ...invitationRoutes,
  ...captchaRoutes,
  ...secondStepRoutes,
  ...securityRoutes,
};
