import { defineConfig } from "drizzle-kit";
import { place } from "./src/database.ts";

export default defineConfig({
  dialect: "postgresql",
  schema: "./src/schema.ts",
  out: "./drizzle",
  dbCredentials: { ...place, ssl: false },
});
