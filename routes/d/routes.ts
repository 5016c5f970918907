import type { Routes } from "../handler.ts";
import { companyRoutes } from "./company.tsx";
import { welcomeRoutes } from "./welcome.tsx";

/** The pages of a dossier, one file a list of documents. */
export const routes: Routes = { ...welcomeRoutes, ...companyRoutes };
