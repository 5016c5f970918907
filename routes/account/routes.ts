import type { Routes } from "../handler.ts";
import { addressRoutes } from "./address.tsx";
import { contactRoutes } from "./contact.tsx";
import { companySignInRoutes } from "./company_sign_in.tsx";
import { captchaRoutes } from "./captcha.tsx";
import { deviceRoutes } from "./devices.tsx";
import { dossierRoutes } from "./dossiers.tsx";
import { leavingRoutes } from "./leaving.tsx";
import { membershipRoutes } from "./memberships.tsx";
import { profileRoutes } from "./profile.tsx";
import { proofRoutes } from "./proof.tsx";
import { recoveryRoutes } from "./recovery.tsx";
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
  ...recoveryRoutes,
  ...captchaRoutes,
  ...secondStepRoutes,
  ...securityRoutes,
  ...membershipRoutes,
  ...profileRoutes,
  ...deviceRoutes,
  ...addressRoutes,
  ...leavingRoutes,
};
