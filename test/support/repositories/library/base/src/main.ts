import { createServer } from "node:http";
import { drizzle } from "drizzle-orm/node-postgres";
import { place } from "./database.ts";
import { loansPage } from "./loans.ts";

const db = drizzle({ connection: place });

createServer(async (_request, response) => {
  try {
    const page = await loansPage(db);
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(page);
  } catch (error) {
    console.error(error);
    response.writeHead(500).end("The library is closed.\n");
  }
}).listen(Number(process.env.LISTEN_ON ?? 8000));
