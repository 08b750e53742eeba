const { createServer } = require("node:http");
const { Pool } = require("pg");
const { loansPage } = require("./page");

const db = new Pool({ connectionString: process.env.DESK_DB });

createServer(async (request, response) => {
  try {
    if (request.url === "/up") {
      await db.query("SELECT 1");
      return response.end("up\n");
    }
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(await loansPage(db));
  } catch (error) {
    console.error(error);
    response.writeHead(500).end("The desk is closed.\n");
  }
}).listen(Number(process.env.PORT), () => console.log(`The desk is open at ${process.env.DESK_URL}`));
