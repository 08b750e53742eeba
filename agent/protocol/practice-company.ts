import * as z from "zod/mini";

/** Which runtime to practise on; `auto` takes Docker where an Engine answers and an image can be had. */
export const runtimeChoice = z.enum(["auto", "docker", "process"]);
export type RuntimeChoice = z.infer<typeof runtimeChoice>;

/** The practice company as it says itself that it is (practice/main.ts prints this when it is ready). */
export const practiceCompany = z.object({
  id: z.string(),
  runtime: z.enum(["docker", "process"]),
  /** The pages of the stand-in for GitHub. */
  webUrl: z.string(),
  repository: z.string(),
  cloneUrl: z.string(),
  token: z.string(),
  /** The starter ticket. */
  ticket: z.int(),
  /** The tickets that a patch solves which is there already, the starter ticket among them. */
  fixes: z.array(z.object({ ticket: z.int(), patch: z.string() })),
  productionDatabaseUrl: z.string(),
  productionAppDatabaseUrl: z.string(),
  productionNetwork: z.nullable(z.string()),
});
export type PracticeCompany = z.infer<typeof practiceCompany>;
