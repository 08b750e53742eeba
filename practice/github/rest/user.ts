import { ownUser } from "../shapes/user.ts";
import type { Route } from "./answers.ts";

export const userRoutes: Route[] = [
  { route: "GET /user", handle: ({ site, login }) => ({ status: 200, body: ownUser(site, login) }) },
];
