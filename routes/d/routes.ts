import type { Routes } from "../handler.ts";
import { activityRoutes } from "./activity.tsx";
import { companyRoutes } from "./company.tsx";
import { customerRoutes } from "./customers.tsx";
import { itemRoutes } from "./items.tsx";
import { dashboardRoutes } from "./dashboard.tsx";

/** The pages of a dossier, one file a list of documents. */
export const routes: Routes = {
  ...dashboardRoutes,
  ...companyRoutes,
  ...customerRoutes,
  ...itemRoutes,
  ...activityRoutes,
};
