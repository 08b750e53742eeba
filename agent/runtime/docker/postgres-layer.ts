import { createHash } from "node:crypto";
import type Docker from "dockerode";
import { Problem } from "../../problem.ts";
import type { Work } from "../../work.ts";
import { unlessGone } from "./gone.ts";
import type { Exclusive } from "./keyed-lock.ts";
import { labelsFor, SHARED } from "./labels.ts";
import { packFiles } from "./pack-files.ts";
import { postBuild } from "./post-build.ts";

// The official image keeps its data in a volume, which no commit contains: hence a place of our own.
const DATA = "/slipway/pgdata";
// Local connections are trusted: only the server itself runs in the container.
const dockerfile = (base: string) => `FROM ${base}
USER root
RUN mkdir -p ${DATA} && chown -R postgres /slipway
USER postgres
ENV PGDATA=${DATA}
RUN initdb --username=postgres --encoding=UTF8 --locale=C.UTF-8 --wal-segsize=1 \\
      --auth-local=trust --auth-host=scram-sha-256 --no-sync \\
 && echo 'host all all all scram-sha-256' >> ${DATA}/pg_hba.conf
ENTRYPOINT []
CMD ["postgres"]
`;

/**
 * The image under every snapshot: an empty, initialised cluster. Made once per base image and kept.
 * @param base an image with PostgreSQL's programs in its PATH and a user `postgres`, present on the machine.
 * @returns its name.
 */
export function ensurePostgresLayer(docker: Docker, exclusive: Exclusive, base: string, work: Work): Promise<string> {
  return exclusive(`layer ${base}`, async () => {
    const { Id } = await docker.getImage(base).inspect();
    const recipe = dockerfile(base);
    const hash = createHash("sha256").update(`${Id}\n${recipe}`).digest("hex").slice(0, 12);
    const name = `slipway.local/postgres:${hash}`;
    if (await unlessGone(docker.getImage(name).inspect())) return name;
    work.progress(`preparing PostgreSQL from ${base}`);
    const query = { t: name, labels: labelsFor(SHARED, "layer") };
    const why = await postBuild(docker, packFiles({ Dockerfile: recipe }), query, work);
    if (why === undefined) return name;
    throw new Problem({
      what: "PostgreSQL could not be prepared",
      where: base,
      why,
      next: "The image needs initdb in its PATH and a user postgres; name another one (snapshot.baseImage).",
      code: "postgres-image-unfit",
    });
  });
}
