/** How a repository changes its schema. Plain data, safe to journal. */
export interface Migrations {
  readonly framework: FrameworkName;
  /** Where the files are, from the tree's root. */
  readonly directory: string;
  /** In the order in which they are applied. */
  readonly files: readonly MigrationFile[];
  /** The shell command line that applies what is pending, run in the image; undefined for plain SQL files, which the agent applies. */
  readonly command: string | undefined;
  /** Undefined where nobody knows it: then nothing can be said about what is pending. */
  readonly ledger: Ledger | undefined;
  /** Present where the tool may have more to apply than `files` and `ledger` tell of. */
  readonly unlisted?: Unlisted | undefined;
  /** Other frameworks whose files are there too. `migrations` of slipway.json decides. */
  readonly others: readonly FrameworkName[];
}

/** What a tool applies beside its files: packages' own migrations, repeatable ones, all of it where no ledger is known. */
export interface Unlisted {
  /** A shell command line that changes nothing and ends with 0 where nothing is left to apply. */
  readonly check?: string | undefined;
}

export type FrameworkName =
  | "node-pg-migrate"
  | "knex"
  | "prisma"
  | "sequelize"
  | "drizzle"
  | "dbmate"
  | "golang-migrate"
  | "rails"
  | "django"
  | "alembic"
  | "flyway"
  | "plain-sql"
  /** Only a command is known, from slipway.json. */
  | "command";

export interface MigrationFile {
  /** What the ledger calls it. */
  readonly name: string;
  /** From the tree's root. */
  readonly path: string;
  /** Where order is a graph (alembic): the names of those that come before it. */
  readonly after?: readonly string[] | undefined;
}

/** The table in which a tool writes down what it has applied. */
export interface Ledger {
  /** Unquoted; `schema.table` where it is not on the search path. */
  readonly table: string;
  /** An SQL expression over the table that gives a file's name. Absent: the column whose name says so. */
  readonly column?: string | undefined;
  /** An SQL condition: only these rows mean "applied". */
  readonly where?: string | undefined;
  /**
   * What a row says: that its own file is applied; that it and all before it are (golang-migrate); or that it is the
   * tip of a graph of which all is applied (alembic). Default "each".
   */
  readonly rows?: "each" | "latest" | "tips" | undefined;
}
