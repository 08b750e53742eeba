// The app of the runtime's contract tests. DEAF makes it accept connections and never answer; /slow answers late,
// /broken as a proxy would, /words prints some, and after /shut nothing listens any more.
import { createServer } from "node:http";

const { PORT = "3000", VERSION = "none", GREETING = "", BASE_URL = "", DEAF } = process.env;
const server = createServer((request, response) => {
  if (DEAF) return;
  const answer = () => {
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify({ version: VERSION, greeting: GREETING, baseUrl: BASE_URL, path: request.url }));
  };
  if (request.url === "/broken") response.statusCode = 502;
  if (request.url === "/words") console.error("words: ä, and more\nof them");
  if (request.url === "/shut") server.close(() => setInterval(() => {}, 60_000));
  if (request.url === "/slow") setTimeout(answer, 1_500);
  else answer();
});
server.listen(Number(PORT), () => console.log(`version ${VERSION} listens on ${PORT}`));
process.on("SIGTERM", () => server.close(() => process.exit(0)));
