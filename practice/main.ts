import { runPractice } from "./company/command.ts";

process.exitCode = await runPractice(process.argv.slice(2));
